import assert from 'node:assert/strict';
import { budgetRows } from '../../../../scripts/reproduce/tables/budgets';
import { difficultyRows } from '../../../../scripts/reproduce/tables/difficulty';
import { gapRows } from '../../../../scripts/reproduce/tables/gap';
import { hindsightRows } from '../../../../scripts/reproduce/tables/hindsight';
import { metricsRows } from '../../../../scripts/reproduce/tables/metrics';
import { CHOSEN_BY, otherRows } from '../../../../scripts/reproduce/tables/others';
import { comparisonRows } from '../../../../scripts/reproduce/tables/routers';
import { lowRouter, madeUpSet, measuredOf, type RowsOf } from './madeUpSet';

/** With one big layer, the lower is best for even tokens and the upper for odd ones. */
const alternating: RowsOf = (token) => (token % 2 === 0 ? [4, 1, 3, 3] : [4, 3, 1, 3]);
/** Who expects this knows nothing of that. */
const lowerExpected: RowsOf = () => [4, 1, 2, 3];

describe('the table of budgets', () => {
  const rows = budgetRows(madeUpSet(alternating, lowerExpected, [lowRouter('learned-1', 2.75)]));
  const nats = (method: string, budget: number, context: string, part = 'all'): unknown =>
    rows.find((row) => {
      return (
        row.method === method &&
        row.budget === budget &&
        row.context === context &&
        row.part === part
      );
    })?.meanLoss;

  it('has every way to choose in big context', () => {
    assert.deepEqual(
      [0, 1, 2].map((budget) => nats('oracle', budget, 'big')),
      [4, 1, 3],
    );
    assert.equal(nats('without hindsight', 1, 'big'), 2);
    assert.equal(nats('fixed', 1, 'big'), 2);
    assert.equal(nats('mean over routes', 1, 'big'), 2);
    assert.equal(nats('learned-1', 1, 'big'), 2);
    const random = nats('random-100', 1, 'big');
    assert.ok(typeof random === 'number' && random > 1 && random < 2, String(random));
  });

  it('has runs of their own in self context, and the oracle’s for a part', () => {
    assert.equal(nats('fixed', 1, 'self'), 3);
    assert.equal(nats('learned-1', 1, 'self'), 2.75);
    assert.equal(nats('oracle', 1, 'self'), undefined);
    assert.equal(nats('oracle', 1, 'self', 'beginnings'), 2.5);
    assert.equal(nats('oracle', 1, 'big', 'beginnings'), 1);
  });
});

describe('the table of hindsight', () => {
  it('says what is gone of the advantage', () => {
    const [, one] = hindsightRows(madeUpSet(alternating, lowerExpected));
    assert.deepEqual([one?.advantage, one?.share, one?.low, one?.high], [1, 1, 1, 1]);
    const [, knowing] = hindsightRows(madeUpSet(alternating, alternating));
    assert.equal(knowing?.share, 0);
  });

  it('says nothing where there is no choice, and of a bundle without labels', () => {
    const [none] = hindsightRows(madeUpSet(alternating, lowerExpected));
    assert.deepEqual([none?.advantage, none?.share], [0, null]);
    assert.deepEqual(hindsightRows(madeUpSet(alternating)), []);
  });
});

describe('the table of other models', () => {
  it('has the share for each that may choose', () => {
    const set = madeUpSet(alternating, lowerExpected);
    const { table, expected } = madeUpSet(lowerExpected, alternating);
    const opinion = { ids: set.ids, table, expected };
    const other = {
      name: 'other',
      sha256: '0',
      trainedTokens: 1e6,
      seed: 2,
      sets: { prose: opinion, code: opinion },
    };
    const rows = otherRows(measuredOf(set, [other]));
    const share = (scoredIn: string, chosenBy: string): unknown =>
      rows.find((row) => row.scoredIn === scoredIn && row.chosenBy === chosenBy)?.share;
    assert.equal(share('model', CHOSEN_BY.own), 1);
    assert.equal(share('model', CHOSEN_BY.other), 0);
    // Odd tokens: 1 + 3 below, 2 + 1 above.
    assert.equal(share('model', CHOSEN_BY.mean), 0);
    assert.equal(share('model', CHOSEN_BY.oracle), 1);
    assert.deepEqual(new Set(rows.map(({ budget }) => budget)), new Set([1]));
  });
});

describe('the tables of routers', () => {
  const routers = [lowRouter('learned-1', 2.75), lowRouter('imitation-1', 2.5)];

  it('compare each imitation router with the paper’s and the fixed route in their own runs', () => {
    const rows = comparisonRows(madeUpSet(alternating, undefined, routers));
    assert.deepEqual(
      rows.map(({ one, other, difference }) => [one, other, difference]),
      [
        ['imitation-1', 'learned-1', -0.25],
        ['imitation-1', 'fixed', -0.5],
        ['learned-1', 'fixed', -0.25],
      ],
    );
  });

  it('measure the part of the learnable gap that a router closes', () => {
    // Who knows all can win 1 over the fixed route; the routers, always low, win nothing of it.
    const learnable = madeUpSet(alternating, alternating, routers);
    const [row] = gapRows(measuredOf(learnable), learnable);
    assert.deepEqual([row?.gap, row?.gain, row?.ownGain, row?.share], [1, 0, 0.25, 0]);
  });

  it('have no share where nothing can be learned', () => {
    const blind = madeUpSet(alternating, lowerExpected, routers);
    const [row] = gapRows(measuredOf(blind), blind);
    assert.deepEqual([row?.gap, row?.share], [0, null]);
  });
});

describe('the table of difficulty', () => {
  it('has what the bundle offers, each against the true difficulty', () => {
    const growing: RowsOf = (token) => [4 + token, 3, 3, 3];
    const rows = difficultyRows(madeUpSet(growing, growing));
    assert.deepEqual(
      rows.map(({ predictor, rankCorrelation }) => [predictor, rankCorrelation]),
      [
        ['entropy of the all-big model', 1],
        ['difficulty of sampled labels', 1],
        ['surprise', 1],
      ],
    );
  });
});

describe('the bundle’s own metrics', () => {
  const measured = measuredOf(madeUpSet(alternating, undefined, [lowRouter('learned-1', 2.75)]));
  const stated = {
    documents: 10,
    tokens: 40,
    bytes: 120,
    small: { nats: 5.0009 },
    big: { nats: 3 },
    routers: { 'learned-1': { nats: 2.75, bigLayers: 1.01 } },
  };
  const disagreeing = (prose: unknown): string[] =>
    metricsRows(measured, { quick: { prose } })
      .filter(({ agree }) => agree === 'no')
      .map(({ quantity }) => quantity);

  it('agree within a thousandth of a nat', () => {
    assert.deepEqual(disagreeing(stated), []);
    assert.deepEqual(disagreeing({ ...stated, small: { nats: 5.002 } }), ['all small, nats']);
    assert.deepEqual(disagreeing({ ...stated, tokens: 41 }), ['tokens']);
    assert.deepEqual(disagreeing({ ...stated, routers: {} }), [
      'learned-1, nats',
      'learned-1, big layers',
    ]);
  });

  it('need not exist', () => {
    assert.deepEqual(metricsRows(measured, undefined), []);
  });
});
