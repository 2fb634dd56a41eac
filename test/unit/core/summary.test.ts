import assert from 'node:assert/strict';
import { measure } from '../../../src/core/measures';
import { unconstrained } from '../../../src/core/oracle';
import { summarize, type MeanLoss } from '../../../src/core/summary';
import { madeUpAnalysis, RUN } from './madeUpAnalysis';
import { bestRoute, bigOf, everyRoute } from './naive';

const TEXT = 'The quick brown fox jumps over the lazy dog.';

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function assertMean(actual: MeanLoss | null | undefined, losses: readonly number[]): void {
  const expected = mean(losses);
  assert.ok(Math.abs((actual?.meanLoss ?? Number.NaN) - expected) < 1e-9);
  assert.ok(Math.abs((actual?.perplexity ?? Number.NaN) - Math.exp(expected)) < 1e-6);
}

describe('summarize', () => {
  const analysis = madeUpAnalysis(TEXT);
  const { table } = analysis;
  const routes = everyRoute(RUN.modules, 3);
  const rows = Array.from(analysis.tokens, (_, token) => [...table.row(token)]);

  for (const atMost of [false, true]) {
    it(`averages the oracle at every budget, ${atMost ? 'at most' : 'exactly'}`, () => {
      const constraint = { ...unconstrained(3), budget: 1, atMost };
      const summary = summarize(analysis, measure(analysis, { constraint }));
      assert.equal(summary.tokens, TEXT.length);
      assert.equal(summary.context, 'big');
      assert.deepEqual(
        summary.oracle.map(({ budget }) => budget),
        [0, 1, 2, 3],
      );
      summary.oracle.forEach((entry, budget) => {
        assertMean(
          entry,
          rows.map((row) => bestRoute(row, routes, { ...constraint, budget }).loss),
        );
      });
      assert.deepEqual({ ...summary.oracle[1] }, { ...summary.asked });
    });
  }

  it('averages all small, all big, the fixed routes and the router', () => {
    const constraint = unconstrained(3);
    const summary = summarize(analysis, measure(analysis, { constraint }));
    assertMean(
      summary.small,
      rows.map((row) => row[0] ?? 0),
    );
    assertMean(
      summary.big,
      rows.map((row) => row[7] ?? 0),
    );
    assertMean(
      summary.asked,
      rows.map((row) => Math.min(...row)),
    );
    assert.equal(summary.asked.budget, null);
    for (const { budget, route, meanLoss } of summary.fixed) {
      const index = table.space.parse(route ?? '') ?? -1;
      assert.equal(bigOf(routes[index] ?? []), budget);
      assert.equal(meanLoss, mean(rows.map((row) => row[index] ?? 0)));
    }
    const taken = Array.from(analysis.tokens, (_, token) => analysis.routerRoute(token) ?? []);
    assertMean(
      summary.router,
      rows.map((row, token) => {
        return row[table.space.routeOf(taken[token] ?? []) ?? -1] ?? Number.NaN;
      }),
    );
    assert.ok(Math.abs((summary.router?.budget ?? 0) - mean(taken.map(bigOf))) < 1e-9);
    const own = mean(Array.from(analysis.tokens, (_, token) => analysis.ownLoss(token) ?? 0));
    assert.ok(Math.abs((summary.router?.ownMeanLoss ?? 0) - own) < 1e-9);
  });

  it('says in which context its losses are, and which of them a run reached', () => {
    const constraint = { ...unconstrained(3), budget: 1 };
    const self = madeUpAnalysis(TEXT, { ...RUN, context: { kind: 'self', constraint } });
    const noteOf = (whose: typeof analysis): string =>
      summarize(whose, measure(whose, { constraint })).contextNote;
    assert.match(noteOf(analysis), /earlier tokens that all ran big/);
    assert.match(noteOf(self), /`asked` is what this run reached/);
  });

  it('puts random-100 between the oracle and the worst', () => {
    const summary = summarize(analysis, measure(analysis, { constraint: unconstrained(3) }));
    summary.random100.forEach(({ meanLoss }, budget) => {
      assert.ok((meanLoss ?? 0) >= (summary.oracle[budget]?.meanLoss ?? 9));
    });
    assert.equal(summary.random100[3]?.meanLoss, summary.big?.meanLoss);
  });

  it('tells how much of the oracle’s lead over the fixed route is hindsight', () => {
    assert.equal(
      summarize(analysis, measure(analysis, { constraint: unconstrained(3) })).hindsight,
      null,
    );
    const foreseeing = madeUpAnalysis(TEXT.repeat(6), RUN, { foresight: true });
    for (const atMost of [false, true]) {
      const constraint = { ...unconstrained(3), atMost };
      const measures = measure(foreseeing, { constraint });
      const { oracle, fixed, hindsight } = summarize(foreseeing, measures);
      assert.equal(hindsight?.labels, 16);
      const free = measures.hindsightFree?.byBudget.losses ?? assert.fail();
      const tokens = TEXT.length * 6;
      for (const { budget, advantage, share, interval, ...loss } of hindsight.byBudget) {
        assertMean(loss, [...free.subarray(budget * tokens, (budget + 1) * tokens)]);
        const best = oracle[budget]?.meanLoss ?? Number.NaN;
        const won = (fixed[budget]?.meanLoss ?? Number.NaN) - best;
        assert.ok(Math.abs((advantage ?? Number.NaN) - won) < 1e-9);
        if (advantage === 0) {
          assert.deepEqual([share, interval], [null, null]);
          continue;
        }
        const part = ((loss.meanLoss ?? Number.NaN) - best) / won;
        assert.ok(Math.abs((share ?? Number.NaN) - part) < 1e-9);
        const [low, high] = interval ?? assert.fail();
        assert.ok(low < part && part < high);
      }
    }
  });

  it('counts how each layer is used, shares adding up to one', () => {
    const constraint = { ...unconstrained(3), budget: 2 };
    const measures = measure(analysis, { constraint });
    const { layers } = summarize(analysis, measures);
    layers.forEach(({ index, oracle, router }) => {
      const chosen = [...measures.oracle.routes].filter((route) => {
        return routes[route]?.[index] === 'big';
      });
      assert.equal(oracle?.big, chosen.length / TEXT.length);
      assert.equal(oracle.skip + oracle.small + oracle.big, 1);
      assert.ok(Math.abs((router?.small ?? 0) + (router?.big ?? 0) - 1) < 1e-9);
    });
    const bigPerToken = layers.reduce((sum, { oracle }) => sum + (oracle?.big ?? 0), 0);
    assert.ok(Math.abs(bigPerToken - 2) < 1e-9);
  });

  it('has null where a budget cannot be met under the layers, and in an empty text', () => {
    const constraint = {
      budget: 1,
      atMost: false,
      layers: ['big', 'auto', 'small'] as const,
    };
    const met = summarize(analysis, measure(analysis, { constraint }));
    assert.deepEqual(
      met.oracle.map(({ meanLoss }) => meanLoss !== null),
      [false, true, true, false],
    );
    assert.deepEqual(
      met.fixed.map(({ route }) => route !== null),
      [false, true, true, false],
    );
    assert.deepEqual(
      met.random100.map(({ perplexity }) => perplexity !== null),
      [false, true, true, false],
    );

    const empty = madeUpAnalysis('');
    const summary = summarize(empty, measure(empty, { constraint: unconstrained(3) }));
    assert.equal(summary.big?.meanLoss, null);
    assert.equal(summary.router?.budget, null);
    assert.deepEqual(summary.layers[0], { index: 0, oracle: null, router: null });
  });

  it('has no small where the module list has none', () => {
    const skipping = madeUpAnalysis(TEXT, { ...RUN, modules: ['skip', 'big'], router: undefined });
    const summary = summarize(skipping, measure(skipping, { constraint: unconstrained(3) }));
    assert.equal(summary.small, null);
    assert.equal(summary.router, null);
    assert.notEqual(summary.big?.meanLoss, null);
  });
});
