import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { SECTION } from '../../src/extension/names';
import { extension, messagesDuring, open, run, set, useTinyModel } from './support';

/** Runs Select Model and picks the first entry that matches; returns all entries. */
async function pick(
  matches: (item: vscode.QuickPickItem) => boolean,
): Promise<readonly vscode.QuickPickItem[]> {
  const { window } = vscode;
  const { showQuickPick } = window;
  let offered: readonly vscode.QuickPickItem[] = [];
  Object.assign(window, {
    showQuickPick: (items: readonly vscode.QuickPickItem[]) => {
      offered = items;
      return Promise.resolve(items.find(matches));
    },
  });
  try {
    await run('selectModel');
  } finally {
    Object.assign(window, { showQuickPick });
  }
  return offered;
}

const isCurrent = ({ description }: vscode.QuickPickItem): boolean =>
  description?.endsWith('current') === true;
const setting = (): unknown => vscode.workspace.getConfiguration(SECTION).get('model');

describe('Select Model', () => {
  let folder: string;
  /** Another model of the built-in one's name. */
  let namesake: string;

  before(async () => {
    await open('some text');
    folder = mkdtempSync(path.join(os.tmpdir(), 'duo-llm-'));
    namesake = path.join(folder, 'duo-8l');
    mkdirSync(namesake);
    const shipped = path.join(extension().extensionPath, 'models/duo-8l/duo.json');
    cpSync(shipped, path.join(namesake, 'duo.json'));
    await set('modelFolders', [folder]);
  });

  after(async () => {
    await set('modelFolders', undefined);
    rmSync(folder, { recursive: true });
    await useTinyModel();
  });

  const isAt = (place: string) => {
    return ({ detail }: vscode.QuickPickItem): boolean => detail?.endsWith(place) === true;
  };
  const shipped = (item: vscode.QuickPickItem): boolean => {
    return isAt(path.join(extension().extensionPath, 'models', 'duo-8l'))(item);
  };

  it('keeps the built-in model apart from another of its name', async () => {
    await pick(isAt(namesake));
    assert.equal(setting(), namesake);
    assert.deepEqual((await pick(shipped)).filter(isCurrent).map(isAt(namesake)), [true]);
    assert.equal(setting(), '');
    assert.deepEqual((await pick(() => false)).filter(isCurrent).map(shipped), [true]);
  });

  it('shows a model as the current one that only the setting names', async () => {
    await useTinyModel();
    const [current, ...others] = (await pick(() => false)).filter(isCurrent);
    assert.equal(current?.label, 'tiny-duo');
    assert.deepEqual(others, []);
  });

  it('makes no link of a name', async () => {
    await set('model', '[x](command:workbench.action.quit)');
    const messages = await messagesDuring(() => run('analyzeDocument'));
    assert.match(messages.join(), /^There is no model "\[x\] \(command:/);
  });
});
