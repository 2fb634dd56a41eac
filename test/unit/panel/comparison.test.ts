import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Analysis } from '../../../src/core/analysis';
import { unconstrained } from '../../../src/core/oracle';
import { compare, type Comparison } from '../../../src/panel/comparison';
import { snapshotOf, type RunSnapshot } from '../../../src/panel/runSnapshot';
import { madeUpAnalysis, RUN } from '../core/madeUpAnalysis';
import { runOnScreen, shownOf } from './runOnScreen';

const TEXT = 'the same text twice';
const ANALYSIS = madeUpAnalysis(TEXT);
const BUDGET_1 = { ...unconstrained(3), budget: 1 };
const BUDGET_3 = { ...unconstrained(3), budget: 3 };

function snapshot(analysis: Analysis, constraint = BUDGET_1): RunSnapshot {
  return snapshotOf(runOnScreen(analysis, constraint));
}

function compared(kept: RunSnapshot, now: RunSnapshot): Comparison {
  return compare(4, kept, now, { revision: 7, vocabulary: shownOf(ANALYSIS).vocabulary });
}

function comparedTokens(kept: RunSnapshot, now: RunSnapshot): number {
  const { before, after } = compared(kept, now).tokens;
  return before + after;
}

/** How many of the first entries of both are the same. */
function commonLength(one: readonly number[], other: readonly number[]): number {
  const differs = one.findIndex((id, at) => id !== other[at]);
  return differs < 0 ? one.length : differs;
}

/** The same analysis as one of another text. */
function edited(text: string): RunSnapshot {
  const now = snapshot(madeUpAnalysis(text));
  return { ...now, source: { ...now.source, sha256: 'ef'.repeat(32) } };
}

describe('compare', () => {
  const [one, three] = [snapshot(ANALYSIS, BUDGET_1), snapshot(ANALYSIS, BUDGET_3)];

  it('finds no difference between a run and itself', () => {
    const { figures, tokens, usage } = compared(one, one);
    for (const { kept, now } of figures) assert.equal(kept, now);
    for (const { kept, now } of usage) assert.deepEqual(kept, now);
    const { length } = TEXT;
    assert.deepEqual(tokens, { before: length, after: 0, notCompared: 0, changes: [] });
  });

  it('puts both questions’ numbers side by side, every loss with its context', () => {
    const { figures, revision, id } = compared(one, three);
    assert.deepEqual([revision, id], [7, 4]);
    const named = (name: string) => figures.find((figure) => figure.name === name);
    const oracle = named('mean loss, oracle under the question (big context)');
    const answers = [BUDGET_1, BUDGET_3].map((constraint) => {
      return runOnScreen(ANALYSIS, constraint).answer.meanLoss;
    });
    assert.deepEqual([oracle?.kept, oracle?.now], answers);
    const perplexity = named('perplexity, oracle under the question (big context)');
    assert.equal(perplexity?.now, Math.exp(oracle?.now ?? Number.NaN));
    assert.deepEqual(
      [named('big layers per token, oracle')?.kept, named('big layers per token, oracle')?.now],
      [1, 3],
    );
    for (const { name, unit } of figures) {
      if (unit === 'nats' || unit === 'perplexity') assert.match(name, /context|own run/);
    }
  });

  it('has without hindsight what both questions come to, and what of their lead is hindsight', () => {
    const seen = madeUpAnalysis(TEXT, RUN, { foresight: true });
    const screens = [BUDGET_1, BUDGET_3].map((constraint) => runOnScreen(seen, constraint));
    const [kept, now] = screens.map(snapshotOf);
    assert.ok(kept && now);
    const { figures } = compared(kept, now);
    const both = (start: string) => {
      const figure = figures.find(({ name }) => name.startsWith(start));
      return [figure?.kept, figure?.now];
    };
    assert.deepEqual(
      both('mean loss, oracle without hindsight (big context)'),
      screens.map(({ answer }) => answer.hindsightFree?.meanLoss),
    );
    const [share, atEnd] = both('hindsight');
    assert.equal(share, screens[0]?.curve?.hindsight?.[1]?.share);
    // One route has all layers big: there is no lead.
    assert.equal(atEnd, null);
    assert.ok(!compared(one, three).figures.some(({ name }) => name.includes('hindsight')));
  });

  it('says so when the contexts differ', () => {
    const run = { ...RUN, context: { kind: 'self' as const, constraint: BUDGET_1 } };
    const { figures } = compared(one, snapshot(madeUpAnalysis(TEXT, run)));
    const names = figures.map(({ name }) => name).join('\n');
    assert.match(names, /all layers big \(big context when kept, self context now\)/);
  });

  it('leaves out what neither run has', () => {
    const run = { ...RUN, modules: ['skip', 'big'] as const, router: undefined };
    const without = snapshot(madeUpAnalysis(TEXT, run));
    const names = compared(without, without).figures.map(({ name }) => name);
    assert.ok(!names.some((name) => /small|router/.test(name)));
    assert.ok(compared(one, without).figures.some(({ name }) => name.includes('all layers small')));
  });

  it('lists what changed of each token, the largest changes first', () => {
    const { changes } = compared(one, three).tokens;
    assert.ok(changes.length > 0);
    let last = Number.POSITIVE_INFINITY;
    for (const { token, text, kept, now } of changes) {
      assert.equal(text, TEXT[token]);
      assert.equal(kept, one.losses[token]);
      assert.equal(now, three.losses[token]);
      assert.ok(Math.abs(now - kept) <= last && now !== kept);
      last = Math.abs(now - kept);
    }
  });

  it('compares an edited text before the edit and after it, each token with the same one', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 9 });
    fc.assert(
      fc.property(letters, letters, letters, letters, (start, before, after, end) => {
        const kept = snapshot(madeUpAnalysis(start + before + end), BUDGET_3);
        const now = edited(start + after + end);
        const [keptIds, nowIds] = [[...kept.ids], [...now.ids]];
        const shorter = Math.min(keptIds.length, nowIds.length);
        const sameStart = commonLength(keptIds, nowIds);
        const left = shorter - sameStart;
        const sameEnd = Math.min(left, commonLength(keptIds.reverse(), nowIds.reverse()));
        const { tokens, figures } = compared(kept, now);
        const notCompared = now.ids.length - sameStart - sameEnd;
        assert.deepEqual(
          [tokens.before, tokens.after, tokens.notCompared],
          [sameStart, sameEnd, notCompared],
        );
        for (const change of tokens.changes) {
          const shift = change.token < sameStart ? 0 : kept.ids.length - now.ids.length;
          const was = change.token + shift;
          assert.ok(change.token < sameStart || change.token >= now.ids.length - sameEnd);
          assert.equal(kept.ids[was], now.ids[change.token]);
          assert.deepEqual([change.kept, change.now], [kept.losses[was], now.losses[change.token]]);
        }
        const longer = Math.max(kept.ids.length, now.ids.length);
        const common = sameStart + sameEnd;
        const partial = figures.filter(({ name }) => name.includes('tokens of the same text'));
        assert.equal(partial.length, common > 0 && common < longer ? 2 : 0);
      }),
    );
  });

  it('lists what an edit did to the text after it', () => {
    const kept = snapshot(madeUpAnalysis('one cat sat'));
    const { before, after, notCompared, changes } = compared(
      kept,
      edited('one black dog sat'),
    ).tokens;
    assert.deepEqual([before, after, notCompared], [4, 4, 9]);
    assert.ok(changes.some(({ token }) => token >= 13));
  });

  it('pairs a selection with the same tokens of the whole text', () => {
    const part = snapshot(ANALYSIS.slice(5, 9));
    const { before, after, changes } = compared(part, three).tokens;
    assert.deepEqual([before, after], [4, 0]);
    for (const { token, kept } of changes) assert.equal(kept, one.losses[token]);
  });

  it('does not compare tokens of another model, or a selection of an edited text', () => {
    const other = { ...one, model: { ...one.model, sha256: '00'.repeat(32) } };
    assert.equal(comparedTokens(other, one), 0);
    const part = snapshot(ANALYSIS.slice(5, 9));
    assert.equal(comparedTokens(part, edited(TEXT)), 0);
  });
});
