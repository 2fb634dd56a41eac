import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Analysis } from '../../../src/core/analysis';
import type { LayerUsage } from '../../../src/core/layerUsage';
import { anyLayers } from '../../../src/core/oracle';
import { answerOf } from '../../../src/panel/answer';
import { subjectOf } from '../../../src/panel/subject';
import { rowInWords, segments, shownModules, usageRows } from '../../../webview/usage/usageRows';
import { usageCaption } from '../../../webview/usage/usageWords';
import { madeUpAnalysis, MODEL, RUN } from '../core/madeUpAnalysis';

const USAGE: LayerUsage = { skip: 0.125, small: 0.25, big: 0.625 };
const ALL_BIG: LayerUsage = { skip: 0, small: 0, big: 1 };

describe('module usage', () => {
  it('has the last layer on top, each with its own numbers', () => {
    const rows = usageRows(['auto', 'big'], [USAGE, ALL_BIG], null);
    assert.deepEqual(rows, [
      { layer: 1, constraint: 'big', oracle: ALL_BIG, router: null },
      { layer: 0, constraint: 'auto', oracle: USAGE, router: null },
    ]);
  });

  it('stacks big, small, skip, without those that nobody takes', () => {
    assert.deepEqual(segments(USAGE), [
      { module: 'big', from: 0, to: 0.625 },
      { module: 'small', from: 0.625, to: 0.875 },
      { module: 'skip', from: 0.875, to: 1 },
    ]);
    assert.deepEqual(segments(ALL_BIG), [{ module: 'big', from: 0, to: 1 }]);
    assert.deepEqual(segments(null), []);
  });

  it('fills the bar without gaps', () => {
    const counts = fc
      .tuple(fc.nat(50), fc.nat(50), fc.nat(50))
      .filter(([a, b, c]) => a + b + c > 0);
    fc.assert(
      fc.property(counts, ([skip, small, big]) => {
        const all = skip + small + big;
        const bar = segments({ skip: skip / all, small: small / all, big: big / all });
        let end = 0;
        for (const { from, to } of bar) {
          assert.ok(Math.abs(from - end) < 1e-12 && to > from);
          end = to;
        }
        assert.ok(Math.abs(end - 1) < 1e-12);
      }),
    );
  });

  it('makes room for what only the router takes', () => {
    assert.deepEqual(shownModules(['small', 'big'], null), ['big', 'small']);
    assert.deepEqual(shownModules(['small', 'big'], [ALL_BIG]), ['big', 'small']);
    assert.deepEqual(shownModules(['small', 'big'], [ALL_BIG, USAGE]), ['big', 'small', 'skip']);
  });

  it('says all of a row in words, layers counted from 1', () => {
    const [row] = usageRows(['auto'], [USAGE], [ALL_BIG]);
    assert.ok(row);
    assert.equal(
      rowInWords(row, ['big', 'small']),
      'Layer 1, auto. Oracle: big 63 %, small 25 %. Router: big 100 %, small 0 %.',
    );
    assert.equal(rowInWords({ ...row, oracle: null, router: null }, ['big']), 'Layer 1, auto.');
  });
});

describe('the caption of module usage', () => {
  const captionOf = (analysis: Analysis): string => {
    const shown = { analysis, vocabulary: [], provider: '', timing: null, tolerance: 0 };
    const constraint = { budget: 1, atMost: false, layers: anyLayers(MODEL.layers) };
    return usageCaption(subjectOf(shown, 1), answerOf(analysis, { constraint, asked: true }, 1));
  };

  it('tells the two bars apart, and says in which context', () => {
    const caption = captionOf(madeUpAnalysis('some text'));
    assert.match(caption, /^Upper bars: the oracle with exactly 1 big, big context/);
    assert.match(caption, /Lower bars: the router half/);
  });

  it('knows of one bar alone where no router took part', () => {
    const caption = captionOf(madeUpAnalysis('some text', { ...RUN, router: undefined }));
    assert.match(caption, /^Bars: the oracle with exactly 1 big, .* No router took part/);
    assert.doesNotMatch(caption, /upper|lower/i);
  });
});
