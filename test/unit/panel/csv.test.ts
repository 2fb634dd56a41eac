import assert from 'node:assert/strict';
import fc from 'fast-check';
import { toJson } from '../../../src/core/analysisJson';
import { measure } from '../../../src/core/measures';
import { summarize } from '../../../src/core/summary';
import { answerOf } from '../../../src/panel/answer';
import { curveCsv, tokensCsv } from '../../../src/panel/csv';
import { exportName } from '../../../src/panel/exportName';
import { subjectOf } from '../../../src/panel/subject';
import { madeUpAnalysis, RUN } from '../core/madeUpAnalysis';
import { panelCases } from './cases';
import { runOnScreen, shownOf } from './runOnScreen';

const TEXT = 'plain "quoted", new\nline';
const QUESTION = { budget: 1, atMost: true, layers: ['auto', 'small', 'auto'] } as const;

const CURVE_COLUMNS = [
  ...['series', 'budget', 'meanLoss', 'route', 'context', 'bound', 'layers'],
  ...['advantage', 'hindsight', 'hindsightLow', 'hindsightHigh'],
];

/** Fields of RFC 4180. */
function parse(csv: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, bare, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))([,\n])/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? bare ?? '');
    if (end === '\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

/** How a value is written: no spreadsheet may take a route like `-B` for a formula. */
function cellOf(value: string | number | null | undefined): string {
  const text = String(value ?? '');
  return typeof value === 'string' ? text.replace(/^-/, "'-") : text;
}

describe('CSV', () => {
  const analysis = madeUpAnalysis(TEXT);
  const screen = { ...runOnScreen(analysis, QUESTION), shown: shownOf(analysis) };

  it('has a row per token, and its text as it is', () => {
    const [header = [], ...rows] = parse(tokensCsv(screen.shown, screen.subject, screen.answer));
    assert.deepEqual(
      rows.map((row) => row[header.indexOf('text')]),
      Array.from(TEXT),
    );
  });

  it('has the numbers of the JSON under the same question', () => {
    fc.assert(
      fc.property(panelCases, ({ analysis, shown, constraint }) => {
        const subject = subjectOf(shown, 1);
        const answer = answerOf(analysis, { constraint, asked: true }, 1);
        const [header = [], ...rows] = parse(tokensCsv(shown, subject, answer));
        const measures = measure(analysis, { constraint, tolerance: shown.tolerance });
        const summary = summarize(analysis, measures);
        const { tokens } = toJson(analysis, measures, {
          ...{ text: '', summary, timing: null, provider: 'cpu' },
        });
        const expected = tokens.map((token) => ({
          index: token.index,
          start: token.start,
          end: token.end,
          surprise: token.surprise,
          difficulty: token.difficulty,
          predictedDifficulty: token.predictedDifficulty,
          kind: token.kind,
          neededBudget: token.neededBudget,
          oracleRoute: token.oracle?.route,
          oracleLoss: token.oracle?.loss,
          hindsightFreeRoute: token.hindsightFree?.route,
          hindsightFreeLoss: token.hindsightFree?.loss,
          hindsightFreeExpected: token.hindsightFree?.expected,
          routerRoute: token.router?.route,
          routerLoss: token.router?.loss,
          routerOwnLoss: token.router?.ownLoss,
          regret: token.router?.regret,
          allBigLoss: token.loss.big,
        }));
        assert.deepEqual(
          rows.map((row) => header.flatMap((name, at) => (name === 'text' ? [] : [row[at]]))),
          expected.map((token) => Object.values(token).map(cellOf)),
        );
      }),
    );
  });

  it('leaves empty what does not exist', () => {
    const unrouted = madeUpAnalysis('x', { ...analysis.run, router: undefined });
    const { subject, answer } = runOnScreen(unrouted);
    const [header = [], row] = parse(tokensCsv(shownOf(unrouted), subject, answer));
    for (const name of ['routerRoute', 'routerLoss', 'routerOwnLoss', 'regret']) {
      assert.equal(row?.[header.indexOf(name)], '');
    }
  });

  it('gives a spreadsheet no formula to run', () => {
    const formulas = madeUpAnalysis('=+-@\t\r');
    const { subject, answer } = runOnScreen(formulas);
    const [header = [], ...rows] = parse(tokensCsv(shownOf(formulas), subject, answer));
    const texts = rows.map((row) => row[header.indexOf('text')] ?? '');
    assert.equal(texts.length, 6);
    for (const text of texts) assert.match(text, /^'/);
  });

  it('has every point of the curve, with the question that it is under', () => {
    const { curve, subject } = screen;
    assert.ok(curve !== null && subject.router !== null);
    const [header = [], ...rows] = parse(curveCsv(curve, subject));
    assert.deepEqual(header, CURVE_COLUMNS);
    const of = (name: string): string[][] => {
      return rows.filter(([series]) => series === name).map((row) => row.slice(1));
    };
    const none = ['', '', '', ''];
    const question = ['big', 'at most', 'auto small auto'];
    assert.deepEqual(
      of('oracle'),
      curve.oracle.map((loss, budget) => [cellOf(budget), cellOf(loss), '', ...question, ...none]),
    );
    assert.deepEqual(
      of('fixed'),
      curve.fixed.map(({ route, meanLoss }, budget) => {
        return [cellOf(budget), cellOf(meanLoss), cellOf(route), ...question, ...none];
      }),
    );
    assert.deepEqual(
      of('random100'),
      curve.random100.map((loss, budget) => [
        cellOf(budget),
        cellOf(loss),
        '',
        ...question,
        ...none,
      ]),
    );
    assert.deepEqual(of('allSmall'), [['0', cellOf(curve.small), '', 'big', '', '', ...none]]);
    assert.deepEqual(of('allBig'), [['3', cellOf(curve.big), '', 'big', '', '', ...none]]);
    const { meanBudget, meanLoss, ownMeanLoss } = subject.router;
    const budget = cellOf(meanBudget);
    assert.deepEqual(of('router'), [[budget, cellOf(meanLoss), '', 'big', '', '', ...none]]);
    assert.deepEqual(of('routerOwnRun'), [
      [budget, cellOf(ownMeanLoss), '', 'own run', '', '', ...none],
    ]);
    assert.deepEqual(of('hindsightFree'), []);
  });

  it('has what of the lead is hindsight, where that is measured', () => {
    const text = 'long enough for an interval '.repeat(10);
    const { curve, subject } = runOnScreen(madeUpAnalysis(text, RUN, { foresight: true }));
    assert.ok(curve?.hindsight);
    const [, ...rows] = parse(curveCsv(curve, subject));
    const question = ['big', 'exactly', 'auto auto auto'];
    assert.deepEqual(
      rows.filter(([series]) => series === 'hindsightFree').map((row) => row.slice(1)),
      curve.hindsight.map(({ budget, meanLoss, advantage, share, interval }) => [
        ...[cellOf(budget), cellOf(meanLoss), '', ...question],
        ...[advantage, share, interval?.[0], interval?.[1]].map(cellOf),
      ]),
    );
    assert.ok(curve.hindsight.some(({ interval }) => interval !== null));
  });
});

describe('exportName', () => {
  it('is the document’s name and what of it the file holds', () => {
    assert.equal(exportName('notes.md', null, 'csv'), 'notes.md.duo-llm.csv');
    assert.equal(exportName('texts/notes.md', 'curve', 'csv'), 'notes.md.curve.duo-llm.csv');
    assert.equal(exportName('C:\\texts\\notes.md', 'usage', 'svg'), 'notes.md.usage.duo-llm.svg');
  });
});
