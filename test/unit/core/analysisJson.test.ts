import assert from 'node:assert/strict';
import { toJson, type AnalysisJson } from '../../../src/core/analysisJson';
import type { AnalysisRun } from '../../../src/core/analysis';
import type { Constraint } from '../../../src/core/constraint';
import { measure } from '../../../src/core/measures';
import { unconstrained } from '../../../src/core/oracle';
import { summarize } from '../../../src/core/summary';
import { madeUpAnalysis, MODEL, RUN } from './madeUpAnalysis';

const TEXT = 'Seventeen letters';

function json(
  constraint: Constraint,
  run: AnalysisRun = RUN,
  text = TEXT,
  foresight = false,
): AnalysisJson {
  const analysis = madeUpAnalysis(text, run, { foresight });
  const measures = measure(analysis, { constraint });
  return toJson(analysis, measures, {
    text,
    summary: summarize(analysis, measures),
    timing: { seconds: 2, tokensPerSecond: 8.5 },
    provider: 'cpu',
  });
}

describe('toJson', () => {
  it('has every field of the schema, and nothing that JSON would lose', () => {
    const result = json({ ...unconstrained(3), budget: 1 });
    assert.deepEqual(Object.keys(result), [
      'schema',
      'model',
      'source',
      'options',
      'tokens',
      'layers',
      'windows',
      'summary',
    ]);
    assert.equal(result.schema, 'duo-llm/analysis@1');
    assert.deepEqual(Object.keys(result.tokens[0] ?? {}), [
      'index',
      'id',
      'text',
      'start',
      'end',
      'loss',
      'surprise',
      'difficulty',
      'kind',
      'neededBudget',
      'oracle',
      'router',
      'hindsightFree',
      'predictedDifficulty',
      'byBudget',
    ]);
    assert.deepEqual(Object.keys(result.summary), [
      'tokens',
      'context',
      'contextNote',
      'small',
      'big',
      'router',
      'asked',
      'oracle',
      'fixed',
      'random100',
      'hindsight',
      'search',
      'timing',
      'provider',
    ]);
    assert.deepEqual(JSON.parse(JSON.stringify(result)), result);
  });

  it('says what was run on what', () => {
    const layers = ['auto', 'big', 'auto'] as const;
    const result = json({ budget: 2, atMost: true, layers });
    assert.deepEqual(result.model, {
      name: 'made-up',
      layers: 3,
      modules: ['small', 'big'],
      sha256: MODEL.sha256,
    });
    assert.deepEqual(result.source, {
      name: 'made-up.txt',
      length: TEXT.length,
      sha256: 'cd'.repeat(32),
    });
    assert.deepEqual(result.options, {
      modules: ['small', 'big'],
      context: 'big',
      budget: 2,
      atMost: true,
      layers,
      router: 'half',
      search: 'exact',
      surpriseRoute: 'sss',
    });
    assert.deepEqual(result.windows[0], { start: 0, end: 7, scoreFrom: 0 });
    assert.equal(result.windows.at(-1)?.end, TEXT.length);
    assert.equal(result.summary.timing?.tokensPerSecond, 8.5);
    assert.equal(result.summary.provider, 'cpu');
  });

  it('describes each token consistently', () => {
    const result = json({ ...unconstrained(3), budget: 1 });
    assert.equal(result.tokens.map(({ text }) => text).join(''), TEXT);
    for (const token of result.tokens) {
      assert.equal(token.surprise, token.loss.small);
      assert.deepEqual(
        token.byBudget.map(({ budget }) => budget),
        [0, 1, 2, 3],
      );
      assert.deepEqual(token.byBudget[0], {
        budget: 0,
        loss: token.loss.small,
        route: 'sss',
        hindsightFree: null,
      });
      assert.deepEqual(token.byBudget[3], {
        budget: 3,
        loss: token.loss.big,
        route: 'BBB',
        hindsightFree: null,
      });
      assert.equal(token.oracle?.budget, 1);
      assert.equal(token.oracle.loss, token.byBudget[1]?.loss);
      assert.equal(token.oracle.route, token.byBudget[1]?.route);
      assert.equal(token.loss.oracle, token.oracle.loss);
      assert.ok(token.router !== null);
      assert.equal(token.router.loss, token.loss.router);
      assert.match(token.router.route, /^[sB]{3}$/);
      const best = Math.min(...token.byBudget.map(({ loss }) => loss ?? 9));
      assert.equal(token.difficulty, (token.surprise ?? Number.NaN) - best);
      const budget = token.router.route.replaceAll('s', '').length;
      const oracleLoss = token.byBudget[budget]?.loss ?? 9;
      assert.equal(token.router.regret, (token.loss.router ?? 9) - oracleLoss);
    }
  });

  it('takes the best of all routes when no budget is asked for', () => {
    for (const token of json(unconstrained(3)).tokens) {
      assert.equal(token.loss.oracle, Math.min(...token.byBudget.map(({ loss }) => loss ?? 9)));
    }
  });

  it('tells what is chosen without hindsight, and what was expected of it', () => {
    const analysis = madeUpAnalysis(TEXT, RUN, { foresight: true });
    const { table, expected = assert.fail() } = analysis;
    const result = json({ ...unconstrained(3), budget: 1 }, RUN, TEXT, true);
    result.tokens.forEach((token, at) => {
      const free = token.hindsightFree ?? assert.fail();
      assert.equal(free.budget, 1);
      const route = table.space.parse(free.route) ?? -1;
      assert.equal(free.loss, table.loss(at, route));
      assert.equal(free.expected, expected.loss(at, route));
      const foreseen = Array.from(table.space.withBudget(1), (other) => expected.loss(at, other));
      assert.equal(free.expected, Math.min(...foreseen));
      assert.equal(token.byBudget[1]?.hindsightFree, free.loss);
      assert.equal(token.byBudget[3]?.hindsightFree, token.loss.big);
      assert.equal(token.predictedDifficulty, analysis.predictedDifficulty(at));
    });
    const { labels, byBudget } = result.summary.hindsight ?? assert.fail();
    assert.equal(labels, 16);
    assert.deepEqual(Object.keys(byBudget[1] ?? {}), [
      'budget',
      'meanLoss',
      'advantage',
      'share',
      'interval',
      'perplexity',
    ]);
    const mean = result.tokens.reduce((sum, token) => sum + (token.hindsightFree?.loss ?? 0), 0);
    const { meanLoss, perplexity } = byBudget[1] ?? assert.fail();
    assert.ok(Math.abs((meanLoss ?? 0) - mean / TEXT.length) < 1e-9);
    assert.equal(perplexity, Math.exp(meanLoss ?? 0));
    assert.deepEqual(JSON.parse(JSON.stringify(result)), result);
  });

  it('has null for what does not exist', () => {
    const layers = ['big', 'auto', 'auto'] as const;
    const [token] = json({ budget: 0, atMost: false, layers }).tokens;
    assert.equal(token?.oracle, null);
    assert.equal(token.loss.oracle, null);
    const [foreseen] = json({ budget: 0, atMost: false, layers }, RUN, TEXT, true).tokens;
    assert.equal(foreseen?.hindsightFree, null);
    assert.deepEqual(token.byBudget[0], {
      budget: 0,
      loss: null,
      route: null,
      hindsightFree: null,
    });

    const without = json(unconstrained(3));
    assert.equal(without.summary.hindsight, null);
    assert.equal(without.tokens[0]?.hindsightFree, null);
    assert.equal(without.tokens[0].predictedDifficulty, null);

    const run = { ...RUN, modules: ['skip', 'big'] as const, router: undefined };
    const skipping = json(unconstrained(3), run);
    assert.equal(skipping.options.surpriseRoute, '---');
    assert.equal(skipping.tokens[0]?.loss.small, null);
    assert.equal(skipping.tokens[0].router, null);
    assert.equal(skipping.tokens[0].surprise, skipping.tokens[0].byBudget[0]?.loss);
    assert.equal(skipping.layers[0]?.router, null);
    assert.equal(skipping.options.router, null);
  });

  it('has null for the table’s loss of a route that the table lacks', () => {
    const { tokens } = json(unconstrained(3), { ...RUN, router: 'skipping' });
    const outside = tokens.filter(({ router }) => router?.route.includes('-') === true);
    assert.ok(outside.length > 0);
    for (const { router, loss } of outside) {
      assert.deepEqual([router?.loss, router?.regret, loss.router], [null, null, null]);
      assert.equal(typeof router?.ownLoss, 'number');
    }
  });

  it('describes an empty text', () => {
    const result = json(unconstrained(3), RUN, '');
    assert.deepEqual([result.tokens, result.windows], [[], []]);
    assert.equal(result.summary.big?.perplexity, null);
  });
});
