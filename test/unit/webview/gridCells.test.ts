import assert from 'node:assert/strict';
import { RouteSpace } from '../../../src/core/routes';
import { UNKNOWN } from '../../../src/panel/subject';
import { cellRects } from '../../../webview/grid/cellRects';
import {
  countValues,
  differenceCells,
  moduleAt,
  ORACLE_MORE,
  routeCells,
  ROUTER_MORE,
  SAME,
} from '../../../webview/grid/cells';
import { GridGeometry, type GridFrame } from '../../../webview/grid/geometry';

const SPACE = new RouteSpace(['small', 'big'], 3);
const U = UNKNOWN;

const FRAME: GridFrame = {
  width: 30,
  gutter: 10,
  header: 0,
  rowHeight: 11,
  layers: 1,
  tokens: 4,
  pixel: 1,
};

describe('cells of the grid', () => {
  it('are the modules of each token’s route', () => {
    const cells = routeCells(Int32Array.of(0b001, -1, 0b110), SPACE);
    assert.deepEqual([...cells], [2, 1, 1, U, U, U, 1, 2, 2]);
    assert.equal(moduleAt(cells, 0), 'big');
    assert.equal(moduleAt(cells, 3), undefined);
    const other = new RouteSpace(['skip', 'big'], 3);
    assert.deepEqual([...routeCells(Int32Array.of(0b001), other)], [2, 0, 0]);
  });

  it('tell who spends more, where both are known', () => {
    const oracle = Uint8Array.of(0, 1, 2, 2, U, 1);
    const router = Uint8Array.of(0, 2, 1, 0, 1, U);
    const cells = differenceCells(oracle, router);
    assert.deepEqual([...cells], [SAME, ROUTER_MORE, ORACLE_MORE, ORACLE_MORE, U, U]);
  });

  it('can be counted by layer', () => {
    const cells = routeCells(Int32Array.of(0b001, -1, 0b110, 0b011), SPACE);
    assert.deepEqual(countValues(cells, 3, 0, 0, 4), { values: [0, 1, 2], unknown: 1 });
    assert.deepEqual(countValues(cells, 3, 2, 2, 4), { values: [0, 1, 1], unknown: 0 });
  });
});

describe('cellRects', () => {
  it('joins neighbours of the same value', () => {
    const geometry = new GridGeometry(FRAME, { k: 1, x: 10 });
    const rects = cellRects(Uint8Array.of(2, 2, 1, U), geometry);
    assert.deepEqual(rects, {
      values: [[], [20, 0, 5, 10], [10, 0, 10, 10]],
      unknown: [25, 0, 5, 10],
    });
  });

  it('parts wide columns, and cuts what hangs over the gutter', () => {
    const geometry = new GridGeometry(FRAME, { k: 2, x: 5 });
    const rects = cellRects(Uint8Array.of(2, 2, 1, U), geometry);
    assert.deepEqual(rects.values[2], [10, 0, 4, 10, 15, 0, 9, 10]);
    assert.deepEqual(rects.values[1], [25, 0, 5, 10]);
    assert.deepEqual(rects.unknown, []);
  });

  it('draws the share of every value where tokens share a pixel', () => {
    const frame = { ...FRAME, width: 12, tokens: 10 };
    const geometry = new GridGeometry(frame, { k: 1, x: 10 });
    const rects = cellRects(Uint8Array.of(0, 2, 2, 1, 1, 2, 2, 2, 2, U), geometry);
    // What comes later covers what came before: of 10 px, value 0 keeps 2, value 1 keeps 4, and value 2 keeps 4.
    assert.deepEqual(rects, {
      values: [
        [10, 0, 1, 2],
        [10, 0, 1, 6],
        [10, 0, 2, 10],
      ],
      unknown: [11, 0, 1, 2],
    });
  });
});
