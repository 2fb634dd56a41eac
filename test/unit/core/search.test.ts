import assert from 'node:assert/strict';
import { Analysis } from '../../../src/core/analysis';
import { searchRoutes } from '../../../src/core/beam';
import { measure } from '../../../src/core/measures';
import { unconstrained } from '../../../src/core/oracle';
import { RouteSpace } from '../../../src/core/routes';
import { searchFor } from '../../../src/core/search';
import { searchError } from '../../../src/core/searchError';
import { searchInWords } from '../../../src/core/searchWords';
import { atOnce } from '../../../src/core/steps';
import { summarize } from '../../../src/core/summary';
import { MODEL } from './madeUpAnalysis';

/** So many that the beam does not try them all. */
const LAYERS = 5;
const SPACE = new RouteSpace(['skip', 'small', 'big'], LAYERS);
const SOURCE = { name: 'made-up', length: 0, sha256: '' };

/** Losses without any order, so that a search can miss something. */
const losses = (token: number): Float32Array =>
  Float32Array.from(SPACE.all, (route) => 1 + ((route * 7919 + token * 104_729) % 97) / 10);

/** A token's row as the beam leaves it. */
function searched(row: Float32Array): Float32Array {
  const search = searchRoutes(SPACE, []);
  let step = search.next();
  while (step.done !== true) {
    step = search.next(Float32Array.from(step.value, (route) => row[route] ?? Number.NaN));
  }
  return step.value;
}

/** A beam's analysis with these rows. */
function analysisOf(rows: readonly Float32Array[]): Analysis {
  const run = { modules: SPACE.modules, router: undefined, context: { kind: 'big' as const } };
  const analysis = new Analysis({ ...MODEL, layers: LAYERS }, SOURCE, { ...run, search: 'beam' });
  const ids = new Int32Array(rows.length);
  analysis.apply({ kind: 'tokens', firstIndex: 0, ids, starts: ids, ends: ids, windows: [] });
  rows.forEach((row, first) => {
    analysis.apply({ kind: 'losses', first, losses: row });
  });
  return analysis;
}

describe('searchFor', () => {
  const list = ['small', 'big'] as const;
  const others = ['skip', 'big'] as const;
  const model = { moduleLists: [list, others], exactLists: [list], hasRoutesGraph: true };

  it('is exact where there is a graph, unless the beam is wanted', () => {
    assert.equal(searchFor(model, list), 'exact');
    assert.equal(searchFor(model, list, 'beam'), 'beam');
  });

  it('is the beam where there is no such graph', () => {
    assert.equal(searchFor(model, others, 'exact'), 'beam');
    assert.equal(searchFor({ ...model, hasRoutesGraph: false }, others), undefined);
    assert.equal(searchFor(model, ['big', 'small']), undefined);
  });
});

describe('searchError', () => {
  it('is what the beam misses of the tokens that are known as a whole', () => {
    const rows = [losses(0), losses(1), losses(2)];
    const missed = rows.map((row) => {
      const found = searched(row);
      return Array.from({ length: LAYERS + 1 }, (_, budget) => {
        const of = (from: Float32Array): number[] =>
          [...SPACE.withBudget(budget)].map((route) => from[route] ?? NaN).filter((x) => x > 0);
        return Math.min(...of(found)) - Math.min(...of(row));
      });
    });
    const known = [missed[0], missed[2]].map((each) => each ?? assert.fail());
    const analysis = analysisOf([losses(0), searched(losses(1)), losses(2)]);
    const error = atOnce(searchError(analysis)) ?? assert.fail();
    assert.equal(error.tokens, 2);
    assert.equal(error.within, Math.max(...known.flat()));
    assert.ok(Math.abs(error.mean - known.flat().reduce((sum, each) => sum + each) / 12) < 1e-6);
  });

  it('is not known where no token is known as a whole', () => {
    const sparse = losses(0).map((loss, route) => (route === 5 ? Number.NaN : loss));
    assert.equal(atOnce(searchError(analysisOf([sparse]))), undefined);
  });
});

describe('a summary of a beam', () => {
  const sparse = losses(1).map((loss, route) => (SPACE.bigCount(route) === 1 ? Number.NaN : loss));
  const question = () => ({ constraint: unconstrained(LAYERS) });

  it('has no fixed and no random routes where some were not tried', () => {
    const row = losses(1);
    row[SPACE.parse('Bssss') ?? -1] = Number.NaN;
    const analysis = analysisOf([losses(0), row]);
    const summary = summarize(analysis, measure(analysis, question()));
    assert.deepEqual(
      summary.fixed.map(({ meanLoss }) => meanLoss === null),
      [false, true, false, false, false, false],
    );
    assert.equal(summary.random100[1]?.meanLoss, null);
    assert.ok(summary.oracle.every(({ meanLoss }) => meanLoss !== null));
  });

  it('has no mean of the oracle where a token has no tried route', () => {
    const analysis = analysisOf([losses(0), sparse]);
    const { oracle } = summarize(analysis, measure(analysis, question()));
    assert.deepEqual(
      oracle.map(({ meanLoss }) => meanLoss === null),
      [false, true, false, false, false, false],
    );
  });
});

describe('searchInWords', () => {
  it('promises no more than what was measured', () => {
    assert.match(
      searchInWords({ tokens: 41, mean: 0.0001, within: 0.0151 }),
      /within 0\.016 nats .* on all 41 tokens .* 0\.001 on average/,
    );
    assert.match(searchInWords({ tokens: 500, mean: 0, within: 0 }), /0\.000 .* 99 % of 500/);
    assert.match(searchInWords(null), /not known/);
  });
});
