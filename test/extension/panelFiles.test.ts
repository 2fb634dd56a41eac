import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { AnalysisJson } from '../../src/core/analysisJson';
import { Failure } from '../../src/core/failure';
import type { HostCommand } from '../../src/panel/panelApi';
import { messagesDuring, open, useTinyModel } from './support';
import { TestPanel, type TestPage } from './testPanel';

/** Long enough to be written in several parts. */
const TEXT = 'Numbers leave the panel as files, for other programs and other people.\n'.repeat(12);

describe('what the panel saves', () => {
  let panel: TestPanel;
  let page: TestPage;
  let folder: string;

  before(async () => {
    await useTinyModel();
    panel = new TestPanel();
    page = panel.show();
    folder = mkdtempSync(path.join(os.tmpdir(), 'duo-llm-'));
    await open(TEXT);
    await page.analyze();
    await page.call('ask', { budget: 1, atMost: false, layers: ['auto', 'auto', 'auto'] });
  });
  after(() => {
    panel.dispose();
    rmSync(folder, { recursive: true });
  });

  /** Saves something where the dialog would suggest it, but in this folder. @returns its name and text. */
  async function saved(action: () => Promise<unknown>): Promise<{ name: string; text: string }> {
    let file = '';
    await withSaveDialog((suggested) => {
      file = path.join(folder, path.basename(suggested.path));
      return vscode.Uri.file(file);
    }, action);
    return { name: path.basename(file), text: readFileSync(file, 'utf8') };
  }
  const exported = (command: HostCommand) => saved(() => page.call('perform', command));

  it('is JSON like the command line’s, under the question', async () => {
    const { name, text } = await exported('exportJson');
    assert.match(name, /\.duo-llm\.json$/);
    const { schema, options, tokens } = JSON.parse(text) as AnalysisJson;
    assert.equal(schema, 'duo-llm/analysis@1');
    assert.equal(options.budget, 1);
    assert.equal(tokens.map((token) => token.text).join(''), TEXT);
    assert.ok(tokens.every(({ oracle }) => oracle?.budget === 1));
  });

  it('is a CSV with a row for every token', async () => {
    const { name, text } = await exported('exportCsv');
    assert.match(name, /\.duo-llm\.csv$/);
    const { tokens } = page.told.subject?.subject ?? assert.fail();
    assert.ok(tokens.count > 256);
    const indices = Array.from(text.matchAll(/^(\d+),/gm), ([, index]) => Number(index));
    assert.deepEqual(indices, [...Array(tokens.count).keys()]);
    assert.equal(text.match(/^index,text,/gm)?.length, 1);
  });

  it('is a report of one file', async () => {
    const { name, text } = await exported('exportReport');
    assert.match(name, /\.duo-llm\.html$/);
    assert.match(text, /^<!doctype html>/);
    assert.match(text, /duo-llm\/report@1/);
  });

  it('is a drawing under a plain name', async () => {
    const drawing = { name: '../a/chart.svg', content: '<svg/>' };
    const { name, text } = await saved(() => page.call('save', drawing));
    assert.equal(name, 'a-chart.svg');
    assert.equal(text, '<svg/>');
  });

  it('is nothing when the user would rather not', async () => {
    await withSaveDialog(
      () => undefined,
      () => page.call('perform', 'exportCsv'),
    );
  });

  it('is told when it cannot be written', async () => {
    const refused = withSaveDialog(
      () => vscode.Uri.parse('no-such-scheme:/a.svg'),
      () => page.call('save', { name: 'a.svg', content: '<svg/>' }),
    );
    await assert.rejects(refused, (error) => {
      return (
        error instanceof Failure && error.code === 'output' && error.message.includes('a.svg could')
      );
    });
  });
});

/** Does something while the save dialog is answered like this. */
async function withSaveDialog(
  answer: (suggested: vscode.Uri) => vscode.Uri | undefined,
  action: () => Promise<unknown>,
): Promise<void> {
  const { showSaveDialog } = vscode.window;
  const dialog = (options?: vscode.SaveDialogOptions): Promise<vscode.Uri | undefined> =>
    Promise.resolve(answer(options?.defaultUri ?? assert.fail()));
  Object.assign(vscode.window, { showSaveDialog: dialog });
  try {
    await messagesDuring(action);
  } finally {
    Object.assign(vscode.window, { showSaveDialog });
  }
}
