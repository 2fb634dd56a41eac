import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import {
  analysisOf,
  analyzed,
  api,
  begin,
  hoverAt,
  longText,
  open,
  run,
  until,
  useTinyModel,
} from './support';

const TEXT = 'alpha beta gamma delta epsilon zeta eta theta';
const EDIT = TEXT.indexOf('epsilon');

async function insert(editor: vscode.TextEditor, offset: number, text: string): Promise<void> {
  const position = editor.document.positionAt(offset);
  assert.ok(
    await editor.edit((edit) => {
      edit.insert(position, text);
    }),
  );
}

describe('an edited document', () => {
  before(useTinyModel);

  it('keeps what is well before the edit, and shows the rest as stale where it is now', async () => {
    const editor = await analyzed(TEXT);
    const { document } = editor;
    const before = await hoverAt(document, 1);
    await insert(editor, EDIT, 'new ');
    const { freshUntil } = await analysisOf(document);
    assert.ok(freshUntil < EDIT && freshUntil > 0);
    assert.equal(await hoverAt(document, 1), before);
    assert.doesNotMatch(before, /Stale/);
    assert.match(await hoverAt(document, TEXT.length + 'new '.length - 1), /Stale/);
    assert.equal(await hoverAt(document, EDIT + 1), '');
  });

  it('is fresh again after an undo', async () => {
    const editor = await analyzed(TEXT);
    const { document } = editor;
    await insert(editor, 0, 'x');
    assert.equal((await analysisOf(document)).freshUntil, 0);
    await vscode.commands.executeCommand('undo');
    await until('the undo', () => document.getText() === TEXT);
    assert.equal((await analysisOf(document)).freshUntil, TEXT.length);
    assert.doesNotMatch(await hoverAt(document, TEXT.length - 1), /Stale/);
  });

  it('is stale when its line ends change', async () => {
    const editor = await analyzed('one\ntwo\n');
    await editor.edit((edit) => {
      edit.setEndOfLine(vscode.EndOfLine.CRLF);
    });
    await until('the line ends', () => editor.document.getText() === 'one\r\ntwo\r\n');
    assert.ok((await analysisOf(editor.document)).freshUntil <= 3);
  });

  it('is fresh when analysed again', async () => {
    const editor = await analyzed(TEXT);
    await insert(editor, 0, 'x');
    await run('analyzeDocument');
    assert.equal((await analysisOf(editor.document)).freshUntil, TEXT.length + 1);
  });

  it('gets results that were on their way as stale, when it was edited meanwhile', async () => {
    const editor = await analyzed(TEXT);
    const analysis = vscode.commands.executeCommand('duoLLM.analyzeDocument');
    await insert(editor, 0, 'x');
    await analysis;
    assert.match(await hoverAt(editor.document, 3), /Stale/);
  });
});

describe('results', () => {
  before(useTinyModel);

  it('go with Clear', async () => {
    const { document } = await analyzed(TEXT);
    await run('clear');
    assert.equal((await api()).analysisOf(document), undefined);
    assert.equal(await hoverAt(document, 1), '');
  });

  it('stay when only the language changes', async () => {
    const { document } = await analyzed(TEXT);
    const changed = await vscode.languages.setTextDocumentLanguage(document, 'markdown');
    assert.equal((await analysisOf(changed)).freshUntil, TEXT.length);
  });

  it('do not come back when they were cleared during the analysis', async () => {
    const { document } = await open(longText());
    const { ended } = await begin(document);
    await run('clear');
    await ended;
    assert.ok((await api()).analysisOf(document) === undefined);
  });

  it('go when the document closes', async () => {
    await inFile(TEXT, async (show) => {
      const document = await show();
      await run('analyzeDocument');
      assert.equal((await analysisOf(document)).state, 'done');
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
      const { analysisOf: published } = await api();
      await until('the document’s end', () => published(document) === undefined);
    });
  });

  it('of a document that closed during the analysis are not those of the one opened next', async () => {
    await inFile(longText(), async (show) => {
      const closed = await show();
      const { ended } = await begin(closed);
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
      await until('the document’s end', () => closed.isClosed);
      await ended;
      const reopened = await show();
      assert.notEqual(reopened, closed);
      assert.ok((await api()).analysisOf(reopened) === undefined);
      assert.ok((await api()).analysisOf(closed) === undefined);
      assert.equal(await hoverAt(reopened, 1), '');
    });
  });
});

/** Works with a file of this text on disk; `show` opens it in the active editor. */
async function inFile(
  text: string,
  work: (show: () => Promise<vscode.TextDocument>) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'duo-llm-'));
  const file = path.join(folder, 'file.txt');
  writeFileSync(file, text);
  try {
    await work(async () => {
      await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file));
      const document = vscode.window.activeTextEditor?.document;
      assert.equal(document?.uri.fsPath, file);
      return document;
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
