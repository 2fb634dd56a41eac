import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CHART_COLOUR_IDS } from '../../../src/extension/names';
import { layersTopDown, MODULE_LOOKS, SERIES, SERIES_NAMES } from '../../../webview/charts/series';
import { tooltipPlace } from '../../../webview/charts/tooltipPlace';

describe('the look of series', () => {
  it('differs without colour', () => {
    const looks = SERIES_NAMES.map((name) => {
      const { width, dash, marker } = SERIES[name];
      return { width, dash, marker };
    });
    for (const [at, look] of looks.entries()) {
      for (const other of looks.slice(at + 1)) assert.notDeepEqual(look, other);
    }
  });

  it('takes its colours from those that the extension contributes', () => {
    const contributed = CHART_COLOUR_IDS.map((id) => `--vscode-${id.replace('.', '-')}`);
    const { reference, hindsightFree, ...series } = SERIES;
    const used = [...Object.values(MODULE_LOOKS), ...Object.values(series)];
    assert.deepEqual(used.map(({ variable }) => variable).sort(), contributed.sort());
    assert.equal(reference.variable, '--vscode-foreground');
    assert.equal(hindsightFree.variable, series.oracle.variable);
  });
});

describe('layers from the top', () => {
  it('begin with the last', () => {
    assert.deepEqual(layersTopDown(3), [2, 1, 0]);
  });
});

describe('the place of a tooltip', () => {
  const VIEWPORT = { width: 400, height: 300 };
  const SIZE = { width: 100, height: 50 };
  const at = (left: number, top: number) => ({ left, right: left, top, bottom: top });

  it('is right of its anchor, level with it, where there is room', () => {
    assert.deepEqual(tooltipPlace(at(50, 100), SIZE, VIEWPORT), { left: 62, top: 75 });
  });

  it('is left of it where there is only room there', () => {
    assert.deepEqual(tooltipPlace(at(350, 100), SIZE, VIEWPORT), { left: 238, top: 75 });
  });

  it('is under a wide anchor, over it at the bottom', () => {
    const wide = { left: 10, right: 390 };
    assert.equal(tooltipPlace({ ...wide, top: 100, bottom: 120 }, SIZE, VIEWPORT).top, 132);
    assert.equal(tooltipPlace({ ...wide, top: 270, bottom: 290 }, SIZE, VIEWPORT).top, 208);
  });

  it('is inside the viewport wherever the anchor is', () => {
    const anywhere = fc.integer({ min: -50, max: 450 });
    const side = fc.integer({ min: 10, max: 280 });
    fc.assert(
      fc.property(anywhere, anywhere, side, side, (left, top, width, height) => {
        const place = tooltipPlace(at(left, top), { width, height }, VIEWPORT);
        assert.ok(place.left >= 0 && place.left + width <= VIEWPORT.width);
        assert.ok(place.top >= 0 && place.top + height <= VIEWPORT.height);
      }),
    );
  });
});
