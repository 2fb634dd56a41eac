import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { api, messagesDuring, open, run, until, useTinyModel } from './support';

async function declined(document: vscode.TextDocument): Promise<string> {
  const messages = await messagesDuring(() => run('analyzeDocument', document.uri));
  assert.equal((await api()).analysisOf(document), undefined);
  assert.equal(messages.length, 1);
  return messages[0] ?? '';
}

describe('what is not analysed is declined with a sentence:', () => {
  before(useTinyModel);

  it('an empty document', async () => {
    assert.match(await declined((await open('')).document), /is empty/);
  });

  it('a binary file', async () => {
    assert.match(await declined((await open('PNG\0\0IHDR')).document), /binary/);
  });

  it('a notebook cell', async () => {
    const cell = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, 'print(1)', 'python');
    const notebook = await vscode.workspace.openNotebookDocument(
      'jupyter-notebook',
      new vscode.NotebookData([cell]),
    );
    assert.match(await declined(notebook.cellAt(0).document), /Notebook cells/);
  });

  it('an output channel', async () => {
    const channel = vscode.window.createOutputChannel('Something Else');
    try {
      channel.appendLine('a line of output');
      channel.show();
      const find = (): vscode.TextDocument | undefined =>
        vscode.workspace.textDocuments.find(
          ({ uri, lineCount }) => uri.scheme === 'output' && lineCount > 1,
        );
      await until('the output channel', () => find() !== undefined);
      assert.match(await declined(find() ?? assert.fail()), /Output channels/);
    } finally {
      channel.dispose();
    }
  });

  it('an empty selection', async () => {
    await open('some text');
    const messages = await messagesDuring(() => run('analyzeSelection'));
    assert.match(messages.join(), /Nothing is selected/);
  });

  it('nothing at all', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await until('no editor', () => vscode.window.activeTextEditor === undefined);
    const messages = await messagesDuring(() => run('analyzeDocument'));
    assert.match(messages.join(), /no text editor/);
  });
});
