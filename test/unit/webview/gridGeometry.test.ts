import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  deepestZoom,
  fitColumn,
  GridGeometry,
  WIDEST_COLUMN,
  type GridFrame,
} from '../../../webview/grid/geometry';

const FRAME: GridFrame = {
  width: 420,
  gutter: 20,
  header: 50,
  rowHeight: 16,
  layers: 8,
  tokens: 100,
  pixel: 1,
};
const FIT = { k: 1, x: FRAME.gutter };

describe('GridGeometry', () => {
  it('fits all tokens between the gutter and the right edge', () => {
    const geometry = new GridGeometry(FRAME, FIT);
    assert.equal(geometry.columnWidth, 4);
    assert.equal(geometry.left(0), 20);
    assert.equal(geometry.left(100), 420);
    assert.deepEqual(geometry.visible(), { first: 0, end: 100 });
    assert.equal(geometry.page, 100);
  });

  it('does not stretch a few tokens over the whole width', () => {
    assert.equal(fitColumn({ ...FRAME, tokens: 3 }), WIDEST_COLUMN);
    assert.equal(deepestZoom({ ...FRAME, tokens: 3 }), 1);
    assert.equal(deepestZoom(FRAME), 9);
  });

  it('has the last layer on top', () => {
    const geometry = new GridGeometry(FRAME, FIT);
    assert.equal(geometry.top(7), 50);
    assert.equal(geometry.top(0), 50 + 7 * 16);
    assert.equal(geometry.height, 50 + 8 * 16);
    assert.equal(geometry.layerAt(49), undefined);
    assert.equal(geometry.layerAt(50), 7);
    assert.equal(geometry.layerAt(geometry.height - 1), 0);
    assert.equal(geometry.layerAt(geometry.height), undefined);
  });

  it('finds the token under a point, and none in the gutter', () => {
    const geometry = new GridGeometry(FRAME, { k: 5, x: 20 - 30 * 20 });
    assert.equal(geometry.columnWidth, 20);
    assert.equal(geometry.tokensAt(19), undefined);
    assert.deepEqual(geometry.tokensAt(20), { first: 30, end: 31 });
    assert.deepEqual(geometry.tokensAt(60), { first: 32, end: 33 });
    assert.deepEqual(geometry.visible(), { first: 30, end: 50 });
    assert.equal(geometry.shows(30), true);
    assert.equal(geometry.shows(49), true);
    assert.equal(geometry.shows(50), false);
    assert.equal(geometry.shows(29), false);
  });

  it('knows no token right of the last', () => {
    const geometry = new GridGeometry({ ...FRAME, tokens: 3 }, FIT);
    assert.deepEqual(geometry.tokensAt(20 + 3 * WIDEST_COLUMN - 1), { first: 2, end: 3 });
    assert.equal(geometry.tokensAt(20 + 3 * WIDEST_COLUMN), undefined);
  });

  it('puts every token in exactly one pixel when they are crowded, whatever the zoom', () => {
    const frames = fc.record({
      tokens: fc.integer({ min: 2000, max: 30_000 }),
      k: fc.double({ min: 1, max: 1.5, noNaN: true }),
      pixel: fc.constantFrom(1, 0.5, 0.8),
      width: fc.integer({ min: 180, max: 1000 }),
    });
    fc.assert(
      fc.property(frames, ({ tokens, k, pixel, width }) => {
        const frame = { ...FRAME, tokens, pixel, width };
        const geometry = new GridGeometry(frame, { k, x: FRAME.gutter });
        assert.equal(geometry.crowded, true);
        const bins = [...geometry.bins()];
        assert.equal(bins[0]?.first, 0);
        for (const [at, bin] of bins.entries()) {
          assert.ok(bin.first < bin.end);
          assert.equal(bin.first, bins[at - 1]?.end ?? 0);
        }
        if (k === 1) assert.equal(bins.at(-1)?.end, tokens);
      }),
    );
  });
});
