import assert from 'node:assert/strict';
import { toJson } from '../../../src/core/analysisJson';
import { measure } from '../../../src/core/measures';
import { summarize } from '../../../src/core/summary';
import { curveCsv, tokensCsv } from '../../../src/panel/csv';
import { madeUpAnalysis } from '../core/madeUpAnalysis';
import { runOnScreen } from './runOnScreen';

const TEXT = 'plain "quoted", new\nline';
const QUESTION = { budget: 1, atMost: true, layers: ['auto', 'small', 'auto'] } as const;

/** Fields of RFC 4180. */
function parse(csv: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, bare, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))([,\n])/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? bare ?? '');
    if (end === '\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

describe('CSV', () => {
  const analysis = madeUpAnalysis(TEXT);
  const screen = runOnScreen(analysis, QUESTION);

  it('has a row per token with the numbers of the JSON under the same question', () => {
    const [header = [], ...rows] = parse(tokensCsv(analysis, screen.subject, screen.answer));
    const measures = measure(analysis, { constraint: QUESTION });
    const summary = summarize(analysis, measures);
    const { tokens } = toJson(analysis, measures, {
      ...{ text: TEXT, summary, timing: null, provider: 'cpu' },
    });
    assert.equal(rows.length, TEXT.length);
    tokens.forEach((token, at) => {
      const row = Object.fromEntries(header.map((name, column) => [name, rows[at]?.[column]]));
      const expected: Record<string, string | number | null | undefined> = {
        index: token.index,
        text: token.text,
        start: token.start,
        end: token.end,
        surprise: token.surprise,
        difficulty: token.difficulty,
        kind: token.kind,
        neededBudget: row['neededBudget'],
        oracleRoute: token.oracle?.route,
        oracleLoss: token.oracle?.loss,
        routerRoute: token.router?.route,
        routerLoss: token.router?.loss,
        routerOwnLoss: token.router?.ownLoss,
        regret: token.router?.regret,
        allBigLoss: token.loss.big,
      };
      assert.deepEqual(
        row,
        Object.fromEntries(
          Object.entries(expected).map(([name, value]) => [name, String(value ?? '')]),
        ),
      );
    });
  });

  it('leaves empty what does not exist', () => {
    const screen = runOnScreen(madeUpAnalysis('x', { ...analysis.run, router: undefined }));
    const [header = [], row] = parse(tokensCsv(screen.analysis, screen.subject, screen.answer));
    for (const name of ['routerRoute', 'routerLoss', 'routerOwnLoss', 'regret']) {
      assert.equal(row?.[header.indexOf(name)], '');
    }
  });

  it('gives a spreadsheet no formula to run', () => {
    const formulas = madeUpAnalysis('=+-@\t\r');
    const { subject, answer } = runOnScreen(formulas);
    const [header = [], ...rows] = parse(tokensCsv(formulas, subject, answer));
    const texts = rows.map((row) => row[header.indexOf('text')] ?? '');
    assert.equal(texts.length, 6);
    for (const text of texts) assert.match(text, /^'/);
  });

  it('has the curve by budget', () => {
    const { curve } = screen;
    assert.ok(curve);
    const [header = [], ...rows] = parse(curveCsv(curve));
    assert.deepEqual(
      rows.map((row) => row[header.indexOf('oracleMeanLoss')]),
      curve.oracle.map((loss) => String(loss ?? '')),
    );
    assert.deepEqual(
      rows.map((row) => row[header.indexOf('budget')]),
      ['0', '1', '2', '3'],
    );
  });
});
