import assert from 'node:assert/strict';
import {
  fixedRoutes,
  lossOfChoiceBy,
  meanRouteLoss,
  oracleLoss,
} from '../../../../scripts/reproduce/choices';
import { joinedTable, SMALL_BIG } from '../../../../scripts/reproduce/measuredSet';

// Two layers: routes ss, Bs, sB, BB.
const table = joinedTable(SMALL_BIG, 2, [Float32Array.of(9, 3, 1, 2), Float32Array.of(9, 4, 8, 2)]);
const expected = joinedTable(SMALL_BIG, 2, [
  Float32Array.of(9, 1, 3, 2),
  Float32Array.of(9, 1, 3, 2),
]);
const other = joinedTable(SMALL_BIG, 2, [Float32Array.of(9, 8, 3, 2), Float32Array.of(9, 2, 3, 2)]);

describe('choices of routes', () => {
  it('the oracle takes the best of its budget', () => {
    assert.deepEqual([0, 1].map(oracleLoss(table, 1)), [1, 4]);
  });

  it('an adviser’s choice is scored in the table', () => {
    assert.deepEqual([0, 1].map(lossOfChoiceBy(table, [expected], 1)), [3, 4]);
  });

  it('two advisers decide by their mean', () => {
    // Bs: 9 and 3; sB: 6 and 6.
    assert.deepEqual([0, 1].map(lossOfChoiceBy(table, [expected, other], 1)), [1, 4]);
  });

  it('the mean over routes is that of its budget', () => {
    assert.deepEqual([0, 1].map(meanRouteLoss(table, 1)), [2, 6]);
  });

  it('the fixed route is best on average', () => {
    assert.deepEqual(
      fixedRoutes(table).map(({ route, meanLoss }) => [route, meanLoss]),
      [
        [0, 9],
        [1, 3.5],
        [3, 2],
      ],
    );
  });
});
