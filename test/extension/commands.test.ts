import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { COMMANDS, commandId } from '../../src/extension/names';
import { analyzed, analysisOf, api, hoverAt, run, set, useTinyModel } from './support';

describe('commands', () => {
  before(useTinyModel);

  it('are all registered', async () => {
    await api();
    const registered = await vscode.commands.getCommands(true);
    for (const name of COMMANDS) assert.ok(registered.includes(commandId(name)), name);
  });

  it('move the cursor from one hard token to the next and back', async () => {
    const editor = await analyzed('Some tokens of this text are harder than others to predict.');
    const { document } = editor;
    const { analysis } = await analysisOf(document);
    const hard = analysis.tokens.filter(
      ({ start, difficulty }) => start > 0 && (difficulty ?? 0) >= 0.5,
    );
    const cursor = (): number => document.offsetAt(editor.selection.active);
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    await run('nextHardToken');
    assert.equal(cursor(), hard[0]?.start);
    await run('nextHardToken');
    assert.equal(cursor(), hard[1]?.start);
    await run('previousHardToken');
    assert.equal(cursor(), hard[0]?.start);
    assert.match(await hoverAt(document, cursor()), /Difficulty/);
  });

  it('leave the cursor alone when there is no hard token left', async () => {
    const editor = await analyzed('Nothing comes after the end.');
    const end = editor.document.positionAt(editor.document.getText().length);
    editor.selection = new vscode.Selection(end, end);
    await run('nextHardToken');
    assert.ok(editor.selection.active.isEqual(end));
  });

  it('survive a document that is one very long line', async () => {
    await set('colourBy', 'surprise');
    const { document } = await analyzed('word '.repeat(400));
    assert.equal((await analysisOf(document)).state, 'done');
    await set('colourBy', undefined);
  });
});
