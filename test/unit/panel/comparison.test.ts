import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Analysis } from '../../../src/core/analysis';
import { unconstrained } from '../../../src/core/oracle';
import { compare, type Comparison } from '../../../src/panel/comparison';
import { snapshotOf, type RunSnapshot } from '../../../src/panel/runSnapshot';
import { madeUpAnalysis, RUN } from '../core/madeUpAnalysis';
import { runOnScreen } from './runOnScreen';

const TEXT = 'the same text twice';
const ANALYSIS = madeUpAnalysis(TEXT);
const BUDGET_1 = { ...unconstrained(3), budget: 1 };
const BUDGET_3 = { ...unconstrained(3), budget: 3 };

function snapshot(analysis: Analysis, constraint = BUDGET_1): RunSnapshot {
  return snapshotOf(runOnScreen(analysis, constraint));
}

function compared(kept: RunSnapshot, now: RunSnapshot): Comparison {
  return compare(4, kept, now, { revision: 7, texts: Array.from(TEXT) });
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
    assert.deepEqual(tokens, { compared: TEXT.length, changes: [] });
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

  it('compares an edited text up to the edit, and never beyond', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 });
    fc.assert(
      fc.property(letters, letters, letters, (common, before, after) => {
        const kept = snapshot(madeUpAnalysis(common + before));
        const now = edited(common + after);
        let same = 0;
        while (kept.ids[same] !== undefined && kept.ids[same] === now.ids[same]) same++;
        const { tokens, figures } = compared(kept, now);
        assert.equal(tokens.compared, same);
        assert.ok(tokens.changes.every(({ token }) => token < same));
        const longer = Math.max(kept.ids.length, now.ids.length);
        const partial = figures.filter(({ name }) => name.includes('tokens that both have'));
        assert.equal(partial.length, same > 0 && same < longer ? 2 : 0);
      }),
    );
  });

  it('pairs a selection with the same tokens of the whole text', () => {
    const part = snapshot(ANALYSIS.slice(5, 9));
    const { compared: count, changes } = compared(part, three).tokens;
    assert.equal(count, 4);
    for (const { token, kept } of changes) assert.equal(kept, one.losses[token]);
  });

  it('does not compare tokens of another model, or a selection of an edited text', () => {
    const other = { ...one, model: { ...one.model, sha256: '00'.repeat(32) } };
    assert.equal(compared(other, one).tokens.compared, 0);
    const part = snapshot(ANALYSIS.slice(5, 9));
    assert.equal(compared(part, edited(TEXT)).tokens.compared, 0);
  });
});
