import assert from 'node:assert/strict';
import { stepOf } from '../../../webview/grid/keys';

const FRAME = { width: 100, gutter: 0, header: 0, rowHeight: 10, layers: 3, tokens: 50, pixel: 1 };
const GRID = { frame: FRAME, page: 20 };

describe('keys of the grid', () => {
  const step = (key: string, token: number, layer: number) => stepOf(key, { token, layer }, GRID);

  it('move by a token, a layer, a page or to an end', () => {
    assert.deepEqual(step('ArrowRight', 7, 1), { token: 8, layer: 1 });
    assert.deepEqual(step('ArrowLeft', 7, 1), { token: 6, layer: 1 });
    assert.deepEqual(step('ArrowUp', 7, 1), { token: 7, layer: 2 });
    assert.deepEqual(step('ArrowDown', 7, 1), { token: 7, layer: 0 });
    assert.deepEqual(step('PageDown', 7, 1), { token: 27, layer: 1 });
    assert.deepEqual(step('PageUp', 27, 1), { token: 7, layer: 1 });
    assert.deepEqual(step('Home', 7, 1), { token: 0, layer: 1 });
    assert.deepEqual(step('End', 7, 1), { token: 49, layer: 1 });
  });

  it('never leave the grid, and mean nothing else', () => {
    assert.deepEqual(step('ArrowLeft', 0, 0), { token: 0, layer: 0 });
    assert.deepEqual(step('PageDown', 45, 0), { token: 49, layer: 0 });
    assert.deepEqual(step('ArrowUp', 45, 2), { token: 45, layer: 2 });
    assert.deepEqual(step('ArrowDown', 45, 0), { token: 45, layer: 0 });
    assert.equal(step('a', 1, 1), undefined);
  });
});
