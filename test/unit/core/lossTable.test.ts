import assert from 'node:assert/strict';
import { Failure } from '../../../src/core/failure';
import { LossTable } from '../../../src/core/lossTable';
import { RouteSpace } from '../../../src/core/routes';

const space = new RouteSpace(['small', 'big'], 1);

describe('LossTable', () => {
  it('is filled block by block, in any order', () => {
    const table = new LossTable(space, 4);
    assert.equal(table.knownCount, 0);
    table.setRows(2, Float32Array.of(5, 6, 7, 8));
    assert.equal(table.knownCount, 2);
    assert.deepEqual(
      [0, 1, 2, 3].map((token) => table.isKnown(token)),
      [false, false, true, true],
    );
    assert.deepEqual([...table.row(2)], [5, 6]);
    assert.throws(() => table.row(0), RangeError);
    assert.ok(Number.isNaN(table.loss(0, 1)));
    assert.deepEqual([table.bestWithBudget(0, 0), table.bestOf(0, space.all)], [-1, -1]);
    assert.ok(Number.isNaN(table.lowestWithBudget(0, 0)));
    table.setRows(0, Float32Array.of(1, 2, 4, 3));
    assert.equal(table.loss(1, 0), 4);
    assert.equal(table.knownCount, 4);
    assert.deepEqual([table.bestWithBudget(1, 1), table.lowestWithBudget(1, 1)], [1, 3]);
  });

  it('counts a row that arrives again once, and takes its new losses', () => {
    const table = new LossTable(space, 1);
    table.setRows(0, Float32Array.of(1, 2));
    table.setRows(0, Float32Array.of(3, 2));
    assert.equal(table.knownCount, 1);
    assert.equal(table.loss(0, table.bestWithBudget(0, 0)), 3);
    assert.equal(table.lowestWithBudget(0, 0), 3);
  });

  it('has no loss for route -1', () => {
    const table = new LossTable(space, 2);
    table.setRows(0, Float32Array.of(1, 2, 3, 4));
    assert.ok(Number.isNaN(table.loss(1, -1)));
  });

  it('refuses rows that do not fit', () => {
    const table = new LossTable(space, 2);
    assert.throws(() => {
      table.setRows(0, Float32Array.of(1));
    }, RangeError);
    assert.throws(() => {
      table.setRows(1, new Float32Array(4));
    }, RangeError);
    assert.throws(() => {
      table.setRows(-1, new Float32Array(2));
    }, RangeError);
    assert.throws(() => table.row(2), RangeError);
  });

  it('refuses to take more memory than there may be', () => {
    assert.throws(
      () => new LossTable(space, 2 ** 40),
      (error: unknown) => {
        return (
          error instanceof Failure && error.code === 'request' && error.message.includes('GiB')
        );
      },
    );
  });
});

describe('a slice of a table', () => {
  const table = new LossTable(space, 4);
  table.setRows(1, Float32Array.of(5, 6, 8, 7));
  const slice = table.slice(1, 4);

  it('answers for its rows as the whole does', () => {
    assert.deepEqual([slice.tokens, slice.knownCount], [3, 2]);
    assert.deepEqual([...slice.row(1)], [8, 7]);
    assert.deepEqual([slice.bestWithBudget(1, 1), slice.lowestWithBudget(1, 1)], [1, 7]);
  });

  it('stays as it is while the table grows', () => {
    table.setRows(3, Float32Array.of(1, 2));
    assert.equal(table.isKnown(3), true);
    assert.equal(slice.isKnown(2), false);
    assert.equal(slice.knownCount, 2);
    assert.ok(Number.isNaN(slice.loss(2, 0)));
  });
});
