import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { DocumentAnalysis } from '../../src/extension/documentAnalysis';
import { spansOnScreen } from '../../src/extension/screen';
import { tokensIn } from '../../src/core/tokenSpans';
import { longText, open, set, until, useTinyModel } from './support';
import { TestAnalyzer } from './testAnalyzer';

/** Scrolls until this line is in the middle of the screen. */
async function scrollTo(editor: vscode.TextEditor, line: number): Promise<void> {
  editor.revealRange(new vscode.Range(line, 0, line, 0), vscode.TextEditorRevealType.InCenter);
  await until('the line on screen', () =>
    editor.visibleRanges.some(({ start, end }) => start.line < line && line < end.line),
  );
}

/** The tokens on screen, as rows of the analysis. */
function onScreen({ analysis, document }: DocumentAnalysis): number[] {
  return spansOnScreen(document).flatMap(({ start, end }) => {
    const { first, end: last } = tokensIn(analysis.tokens, start, end);
    return Array.from({ length: last - first }, (_, at) => first + at);
  });
}

const isKnown =
  ({ analysis }: DocumentAnalysis) =>
  (token: number): boolean =>
    analysis.table.isKnown(token);

function knownTokens(result: DocumentAnalysis): number[] {
  return [...result.analysis.tokens.columns().ids.keys()].filter(isKnown(result));
}

async function edit(editor: vscode.TextEditor, range: vscode.Range, text: string): Promise<void> {
  assert.ok(
    await editor.edit((edits) => {
      edits.replace(range, text);
    }),
  );
}

const at = (line: number, character = 0, end = character): vscode.Range =>
  new vscode.Range(line, character, line, end);

describe('an analysis of a long document', () => {
  let tests: TestAnalyzer;

  before(useTinyModel);
  beforeEach(() => {
    tests = new TestAnalyzer();
  });
  afterEach(() => {
    tests.dispose();
  });

  it('begins with what is on screen', async () => {
    const editor = await open(longText());
    await scrollTo(editor, 1000);
    const { ended } = await tests.begin(editor.document);
    const result = tests.of(editor.document);
    const screen = onScreen(result);
    assert.ok(screen.length > 100);
    const [first, ...others] = knownTokens(result);
    assert.ok(first !== undefined);
    assert.ok([first, ...others].some((token) => screen.includes(token)));
    // What is computed with them lies in the same blocks of a few tokens.
    assert.ok(first > (screen[0] ?? 0) - 8);
    await until('the screen', () => screen.every(isKnown(result)));
    assert.equal(result.state, 'running');
    assert.ok(knownTokens(result).length < screen.length + 600);
    tests.analyzer.cancel(editor.document);
    await ended;
  });

  it('turns to where the view scrolls', async () => {
    const editor = await open(longText());
    const { ended } = await tests.begin(editor.document);
    const result = tests.of(editor.document);
    await scrollTo(editor, 1500);
    await until('the screen', () => onScreen(result).every(isKnown(result)));
    assert.equal(result.state, 'running');
    assert.ok(knownTokens(result).length < result.analysis.tokens.length / 2);
    tests.analyzer.cancel(editor.document);
    await ended;
  });

  it('that was cancelled keeps what it found, and the next one goes on from there', async () => {
    const { document } = await open(longText(100));
    const { ended } = await tests.begin(document);
    tests.analyzer.cancel(document);
    await ended;
    const stopped = tests.of(document);
    assert.equal(stopped.state, 'stopped');
    const known = stopped.analysis.knownCount;
    tests.scored.length = 0;
    await tests.analyzer.analyze(document, undefined);
    const computed = tests.scored.reduce((sum, { from, to }) => sum + to - from, 0);
    // Both begin and end with whole blocks of eight.
    assert.ok(computed <= tests.of(document).analysis.tokens.length - known + 8);
  });

  it('is known again at once when it is asked for again, in another document too', async () => {
    const text = longText(60);
    await tests.analyzer.analyze((await open(text)).document, undefined);
    tests.scored.length = 0;
    const { document } = await open(text);
    await tests.analyzer.analyze(document, undefined);
    assert.equal(tests.of(document).state, 'done');
    assert.deepEqual(tests.scored, []);
  });
});

describe('without analyze as you type', () => {
  before(useTinyModel);

  it('an edit computes nothing', async () => {
    const tests = new TestAnalyzer();
    const editor = await open(longText(20));
    await tests.analyzer.analyze(editor.document, undefined);
    tests.scored.length = 0;
    await edit(editor, at(3), 'new ');
    await new Promise((resolve) => setTimeout(resolve, 700));
    assert.deepEqual(tests.scored, []);
    assert.ok(!tests.of(editor.document).isFresh);
    tests.dispose();
  });
});

describe('analyze as you type', () => {
  let tests: TestAnalyzer;

  before(async () => {
    await useTinyModel();
    await set('analyzeAsYouType', true);
  });
  after(async () => {
    await set('analyzeAsYouType', undefined);
  });
  beforeEach(() => {
    tests = new TestAnalyzer();
  });
  afterEach(() => {
    tests.dispose();
  });

  /** An analysed document. */
  async function analysed(text: string): Promise<vscode.TextEditor> {
    const editor = await open(text);
    await tests.analyzer.analyze(editor.document, undefined);
    tests.scored.length = 0;
    return editor;
  }

  it('finds after an edit what a fresh analysis finds', async () => {
    const editor = await analysed(longText(60));
    const { document } = editor;
    await edit(editor, at(20, 8), 'new ');
    await edit(editor, at(40, 0, 7), '');
    const result = await tests.settled(document);
    const fresh = await tests.afresh(result, document.getText());
    const { table, tokens } = result.analysis;
    assert.deepEqual(tokens.columns(), fresh.tokens.columns());
    for (let token = 0; token < tokens.length; token++) {
      const expected = fresh.table.row(token);
      table.row(token).forEach((loss, route) => {
        assert.ok(Math.abs(loss - (expected[route] ?? NaN)) < 1e-4);
      });
    }
  });

  it('computes nothing of what stands before the edit, and shows it throughout', async () => {
    const editor = await analysed(longText(80));
    const { document } = editor;
    const offset = document.offsetAt(new vscode.Position(60, 8));
    const bare: number[] = [];
    const check = (): void => {
      const result = tests.of(document);
      const { freshUntil } = result.freshness();
      const last = result.analysis.tokens.columns().ends.findIndex((end) => end > offset - 40);
      const known = Array.from({ length: last }, (_, token) => token).every(isKnown(result));
      if (freshUntil < offset - 40 || !known) bare.push(freshUntil);
    };
    const watching = tests.results.onDidChange(check);
    for (const letter of 'word by word') {
      await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
      editor.selection = new vscode.Selection(at(60, 8).start, at(60, 8).start);
      await vscode.commands.executeCommand('type', { text: letter });
      check();
    }
    const result = await tests.settled(document);
    watching.dispose();
    assert.deepEqual(bare, []);
    const computed = tests.scored.reduce((sum, { from, to }) => sum + to - from, 0);
    assert.ok(computed > 0);
    const asked =
      result.analysis.tokens.length -
      result.analysis.tokens.columns().ends.findIndex((end) => end > offset - 40);
    assert.ok(tests.scored.every(({ to, from }) => to - from <= asked));
  });

  it('brings results back without computing when edits are undone and done again', async () => {
    const editor = await analysed(longText(60));
    const { document } = editor;
    const before = document.getText();
    await edit(editor, at(20, 8), 'new ');
    await tests.settled(document);
    const after = document.getText();
    tests.scored.length = 0;
    await vscode.commands.executeCommand('undo');
    await until('the undo', () => document.getText() === before);
    await tests.settled(document);
    await vscode.commands.executeCommand('redo');
    await until('the redo', () => document.getText() === after);
    await tests.settled(document);
    assert.deepEqual(tests.scored, []);
  });

  it('analyses the newest text while an analysis runs', async () => {
    const editor = await open(longText());
    const { document } = editor;
    const { ended } = await tests.begin(document);
    await edit(editor, at(1), 'new ');
    await ended;
    await until('the new text', () => tests.of(document).text === document.getText());
    tests.analyzer.cancel(document);
  });

  it('follows a selection to where it is, with what is typed into it', async () => {
    const editor = await open(longText(20));
    const { document } = editor;
    const start = document.offsetAt(new vscode.Position(9, 0));
    const part = { start, end: start + document.lineAt(9).text.length };
    await tests.analyzer.analyze(document, part);
    await edit(editor, at(3, 10), 'moved ');
    await edit(editor, at(9, 10), 'typed ');
    const { part: now } = await tests.settled(document);
    const line = document.lineAt(9);
    assert.equal(now?.start, document.offsetAt(line.range.start));
    assert.equal(now.end, document.offsetAt(line.range.end));
  });

  it('leaves alone what has no analysis, or none any more', async () => {
    const editor = await open(longText(20));
    await edit(editor, at(3), 'new ');
    await new Promise((resolve) => setTimeout(resolve, 700));
    assert.equal(tests.results.of(editor.document), undefined);
    await tests.analyzer.analyze(editor.document, undefined);
    tests.analyzer.discard(editor.document);
    await edit(editor, at(3), 'new ');
    await new Promise((resolve) => setTimeout(resolve, 700));
    assert.equal(tests.results.of(editor.document), undefined);
  });
});
