import assert from 'node:assert/strict';
import { RouteSpace } from '../../../src/core/routes';
import {
  drawnOneByOne,
  lossBins,
  lossesByBudget,
  nearestRoute,
} from '../../../webview/token/distribution';

const { bigCounts } = new RouteSpace(['small', 'big'], 2);
/** Routes ss, Bs, sB, BB. */
const LOSSES = Float32Array.of(4, 1, 3, 2);

describe('the distribution of losses', () => {
  it('counts every route once, in its budget and where its loss is', () => {
    const bins = lossBins(LOSSES, bigCounts, [0, 4.8]);
    assert.deepEqual(
      bins.map(({ budget, count }) => [budget, count]),
      [
        [0, 1],
        [1, 1],
        [1, 1],
        [2, 1],
      ],
    );
    assert.ok(bins.every(({ from, to }) => to - from > 0 && to - from < 0.11));
    assert.ok((bins[1]?.from ?? 9) <= 1 && (bins[1]?.to ?? 0) >= 1);
  });

  it('puts all into one bin where all losses are the same', () => {
    const bins = lossBins(new Float32Array(4).fill(2), bigCounts, [1.9, 2.1]);
    assert.deepEqual(
      bins.map(({ budget, count }) => [budget, count]),
      [
        [0, 1],
        [1, 2],
        [2, 1],
      ],
    );
  });

  it('finds the nearest route of a budget', () => {
    assert.equal(nearestRoute(LOSSES, bigCounts, 1, 1.9), 1);
    assert.equal(nearestRoute(LOSSES, bigCounts, 1, 2.1), 2);
    assert.equal(nearestRoute(LOSSES, bigCounts, 0, 0), 0);
    assert.equal(nearestRoute(LOSSES, bigCounts, 7, 0), undefined);
  });

  it('sorts losses by budget', () => {
    assert.deepEqual(lossesByBudget({ losses: LOSSES }, bigCounts), [
      { budget: 0, sorted: [4] },
      { budget: 1, sorted: [1, 3] },
      { budget: 2, sorted: [2] },
    ]);
  });

  it('is drawn one by one as long as ticks can be told apart', () => {
    assert.equal(drawnOneByOne(256), true);
    assert.equal(drawnOneByOne(6561), false);
  });
});
