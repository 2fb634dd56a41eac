import assert from 'node:assert/strict';
import fc from 'fast-check';
import { atOnce } from '../../../src/core/steps';
import { anyLayers } from '../../../src/core/oracle';
import { curveOf, type Curve } from '../../../src/panel/curve';
import type { RerunState } from '../../../src/panel/rerun';
import { subjectOf } from '../../../src/panel/subject';
import { curveData, type CurveData } from '../../../webview/curve/curveData';
import {
  curveCaption,
  curveNumbers,
  readingAt,
  readingInWords,
} from '../../../webview/curve/curveWords';
import { legendOf, pointLookOf } from '../../../webview/curve/curveLooks';
import { labelPlace, pointsBetween } from '../../../webview/curve/labelPlace';
import { inUnit, lossScale } from '../../../webview/curve/lossScale';
import { madeUpAnalysis, MODEL, RUN } from '../core/madeUpAnalysis';

const NOTHING_ELSE = { reruns: [], comparison: null, kept: [] };
const analysis = madeUpAnalysis('some text');
const subject = subjectOf(
  { analysis, vocabulary: [], provider: 'cpu', timing: null, tolerance: 0.05 },
  1,
);
const curve = atOnce(curveOf(analysis, { layers: anyLayers(MODEL.layers), atMost: false }, 1));

const RERUN: RerunState = {
  request: { kind: 'self' },
  constraint: {
    budget: 2,
    atMost: false,
    layers: anyLayers(MODEL.layers).with(0, 'big'),
  },
  state: 'done',
  note: null,
  known: 9,
  tokens: 9,
  tokensPerSecond: 1,
  compared: 9,
  promised: 1.5,
  hindsightFree: null,
  reached: 1.75,
  meanBudget: 2,
  usage: null,
};

/** With expected losses; the oracle wins 2 and 1 nats over the fixed route in the middle. */
const FORESEEN: Curve = {
  ...curve,
  oracle: [3, 1, 0.5, 1],
  hindsight: [
    { budget: 0, meanLoss: 3, advantage: 0, share: null, interval: null },
    { budget: 1, meanLoss: 2.5, advantage: 2, share: 0.75, interval: [0.5, 1] },
    { budget: 2, meanLoss: 2, advantage: 1, share: 1.25, interval: [1, 2] },
    { budget: 3, meanLoss: 1, advantage: 0, share: null, interval: null },
  ],
};

describe('the curves of loss against compute', () => {
  it('are the oracle and what it is compared with, the router as points of its mean budget', () => {
    const { lines, points, references, layers } = curveData(curve, 1, { subject, ...NOTHING_ELSE });
    assert.equal(layers, MODEL.layers);
    assert.deepEqual(
      lines.map(({ label, losses }) => [label, losses.length]),
      [
        ['oracle', 4],
        ['fixed route', 4],
        ['random-100', 4],
      ],
    );
    const { router } = subject;
    assert.ok(router);
    assert.deepEqual(
      points.map(({ label, budget, loss, source }) => [label, budget, loss, source]),
      [
        ['router half', router.meanBudget, router.meanLoss, 'table'],
        ['router half, its own run', router.meanBudget, router.ownMeanLoss, 'ownRun'],
      ],
    );
    assert.deepEqual(references, [
      { label: 'all big', loss: curve.big },
      { label: 'all small', loss: curve.small },
    ]);
  });

  it('leave out what there is not: a router that did not run, a module that the list lacks', () => {
    const routerless = madeUpAnalysis('some text', { ...RUN, router: undefined });
    const shown = {
      analysis: routerless,
      vocabulary: [],
      provider: '',
      timing: null,
      tolerance: 0,
    };
    const without = { ...curve, small: null };
    const data = curveData(without, null, { subject: subjectOf(shown, 1), ...NOTHING_ELSE });
    assert.deepEqual(data.points, []);
    assert.deepEqual(
      data.references.map(({ label }) => label),
      ['all big'],
    );
  });

  it('carry the curve without hindsight where the analysis does', () => {
    const { lines } = curveData(FORESEEN, 1, { subject, ...NOTHING_ELSE });
    assert.deepEqual(lines[1], {
      series: 'hindsightFree',
      label: 'without hindsight',
      losses: [3, 2.5, 2, 1],
      band: [null, [2, 3], [1.5, 2.5], null],
      variant: null,
    });
  });

  it('have room for what is uncertain of them', () => {
    const data = curveData(FORESEEN, 1, { subject: null, ...NOTHING_ELSE });
    const narrow = { ...data, lines: data.lines.slice(1, 2), references: [] };
    const { y } = lossScale(narrow, 'nats', [200, 20]);
    for (const loss of [1, 1.5, 2.5, 3]) assert.ok(y(loss) >= 20 && y(loss) <= 200, String(loss));
  });

  it('tell what of the oracle’s lead is hindsight: in the caption, at a budget, and as numbers', () => {
    const data = curveData(FORESEEN, 1, { subject, ...NOTHING_ELSE });
    assert.match(curveCaption(FORESEEN, data), /by 16 labels.*The band is its 95 % interval\./);
    assert.doesNotMatch(curveCaption(curve, data), /labels/);
    assert.match(
      readingAt(data, FORESEEN, 1).note ?? '',
      /^Hindsight: 75 % of the oracle’s lead over the fixed route \(95 % interval 50 to 100 %\)\. A click/,
    );
    assert.match(readingInWords(data, FORESEEN, 2, 'nats'), /without hindsight 2\.000.* 125 % of/);
    assert.equal(readingAt(data, FORESEEN, 0).note, 'A click asks for this budget.');
    const { rows = [] } = curveNumbers(data, FORESEEN)[2] ?? {};
    assert.deepEqual(rows, [
      ['0', '0.000', '–', '–'],
      ['1', '2.000', '75 %', '50 to 100 %'],
      ['2', '1.000', '125 %', '100 to 200 %'],
      ['3', '0.000', '–', '–'],
    ]);
    assert.equal(curveNumbers(data, curve).length, 2);
  });

  it('carry what reruns reached, named for what was asked of them', () => {
    const reruns = [RERUN, { ...RERUN, request: { kind: 'router' as const, router: 'half' } }];
    const { points } = curveData(curve, 2, { subject, ...NOTHING_ELSE, reruns });
    assert.deepEqual(points.slice(-2), [
      {
        series: 'oracle',
        label: 'rerun of the oracle: exactly 2 big, layer 1 big',
        budget: 2,
        loss: 1.75,
        source: 'rerun',
      },
      {
        series: 'router',
        label: 'rerun of half: layer 1 big',
        budget: 2,
        loss: 1.75,
        source: 'rerun',
      },
    ]);
  });

  it('draw every point in a way of its own, in the legend too', () => {
    const free = { ...RERUN.constraint, layers: anyLayers(MODEL.layers) };
    const reruns = [
      RERUN,
      { ...RERUN, constraint: free, request: { kind: 'router' as const, router: 'half' } },
    ];
    const data = curveData(curve, 2, { subject, ...NOTHING_ELSE, reruns });
    const looks = data.points.map((point) => {
      const { marker, hollow } = pointLookOf(point);
      return { marker, hollow };
    });
    assert.equal(looks.length, 4);
    for (const [at, look] of looks.entries()) {
      for (const other of looks.slice(at + 1)) assert.notDeepEqual(look, other);
    }
    const legend = legendOf(data, 'nats', false).slice(-4);
    assert.deepEqual(
      legend.map(({ sample }) => ('marker' in sample ? sample.marker : undefined)),
      looks.map(({ marker }) => marker),
    );
    assert.equal(legend.at(-1)?.label, 'rerun of half: no layer forced');
  });

  it('are never without their context', () => {
    const data = curveData(curve, 1, { subject, ...NOTHING_ELSE });
    assert.match(curveCaption(curve, data), /big context/);
    assert.match(curveCaption({ ...curve, context: 'self' }, data), /self context/);
    for (const { caption } of curveNumbers(data, curve)) assert.match(caption, /big context/);
  });

  it('say in self context what of them a run reaches', () => {
    const data = curveData(curve, 1, { subject, ...NOTHING_ELSE });
    const note = /only the oracle under this run’s own question is what a run as a whole reaches/;
    assert.match(curveCaption({ ...curve, context: 'self' }, data), note);
    assert.doesNotMatch(curveCaption(curve, data), note);
  });

  it('say why exact budgets end in a rise, where they do', () => {
    const data = curveData(curve, 1, { subject, ...NOTHING_ELSE });
    const captionOf = (oracle: readonly (number | null)[], atMost = false): string =>
      curveCaption({ ...curve, oracle, atMost }, data);
    assert.match(captionOf([3, 1, 2, 2.5]), /At 3 big there is only one route/);
    // Layer 1 small: no route has three.
    assert.match(captionOf([3, 1, 2, null]), /At 2 big there is only one route/);
    assert.doesNotMatch(captionOf([3, 2, 1, 1]), /only one route/);
    assert.doesNotMatch(captionOf([3, 1, 2, 2.5], true), /only one route/);
  });
});

describe('reading the curves at a budget', () => {
  const data = curveData(curve, 1, { subject, ...NOTHING_ELSE });

  it('gives every line in both units', () => {
    const loss = curve.oracle[2];
    assert.ok(typeof loss === 'number');
    const { title, rows } = readingAt(data, curve, 2);
    assert.equal(title, '2 big layers');
    assert.deepEqual(rows[0]?.values, [Math.exp(loss).toFixed(2), loss.toFixed(3)]);
    assert.equal(rows[1]?.name, `fixed route ${curve.fixed[2]?.route ?? ''}`);
  });

  it('has the router where its mean budget is nearest', () => {
    const nearest = Math.round(subject.router?.meanBudget ?? Number.NaN);
    for (let budget = 0; budget <= MODEL.layers; budget++) {
      const routers = readingAt(data, curve, budget).rows.filter(({ name }) =>
        name.startsWith('router'),
      );
      assert.equal(routers.length, budget === nearest ? 2 : 0);
    }
  });
});

describe('the scale of losses', () => {
  const withLosses = (losses: readonly number[]): CurveData => ({
    layers: losses.length - 1,
    budget: null,
    lines: [{ series: 'oracle', label: 'oracle', losses, variant: null }],
    points: [],
    references: [],
  });

  it('has room for every loss, and ticks inside', () => {
    const anyLosses = fc.array(fc.double({ min: 0, max: 12, noNaN: true }), {
      minLength: 2,
      maxLength: 13,
    });
    fc.assert(
      fc.property(anyLosses, fc.constantFrom('perplexity', 'nats'), (losses, unit) => {
        const { y, ticks } = lossScale(withLosses(losses), unit, [200, 20]);
        for (const loss of losses) {
          const at = y(inUnit(loss, unit));
          assert.ok(at >= 20 - 1e-6 && at <= 200 + 1e-6, String(at));
        }
        for (const tick of ticks) {
          assert.ok(y(tick) >= 20 - 1e-6 && y(tick) <= 200 + 1e-6, String(tick));
        }
      }),
    );
  });

  it('is logarithmic only for perplexities that lie far apart', () => {
    const near = withLosses([1, 2]);
    const far = withLosses([1, 4]);
    assert.equal(lossScale(near, 'perplexity', [200, 20]).logarithmic, false);
    assert.equal(lossScale(far, 'perplexity', [200, 20]).logarithmic, true);
    assert.equal(lossScale(far, 'nats', [200, 20]).logarithmic, false);
    assert.deepEqual(lossScale(far, 'perplexity', [200, 20]).ticks, [5, 10, 20, 50]);
  });
});

describe('the place of a label at its line', () => {
  const PLOT = { left: 0, right: 400, top: 0, bottom: 200 };
  const SIZE = { width: 80, height: 12 };

  it('is over the line at the right end where nothing is drawn', () => {
    assert.deepEqual(labelPlace(100, SIZE, PLOT, []), {
      left: 320,
      right: 400,
      top: 84,
      bottom: 96,
    });
  });

  it('leaves free what is drawn', () => {
    const falling = pointsBetween([0, 0], [400, 100]);
    const { left, right, top, bottom } = labelPlace(90, SIZE, PLOT, falling);
    const inside = falling.filter(([x, y]) => x >= left && x <= right && y >= top && y <= bottom);
    assert.deepEqual(inside, []);
  });

  it('is inside the plot, so under a line along its top', () => {
    assert.equal(labelPlace(5, SIZE, PLOT, []).top, 9);
  });
});
