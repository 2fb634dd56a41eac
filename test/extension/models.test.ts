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
    cpSync(path.join(extension().extensionPath, 'models/duo-8l'), namesake, { recursive: true });
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

  it('tells size, layers, routers, licence and origin of a model', async () => {
    const item = (await pick(() => false)).find(shipped);
    assert.match(
      item?.detail ?? '',
      /^6\.\d MB · 8 layers · MIT · routers: .*learned-4 \(4 of 8 big\).* · /,
    );
    assert.match(item?.description ?? '', /^comes with the extension/);
  });

  it('lists a damaged model with the reason', async () => {
    const shipped = path.join(extension().extensionPath, 'models/duo-8l/duo.json');
    const damaged = path.join(folder, 'damaged');
    mkdirSync(damaged);
    cpSync(shipped, path.join(damaged, 'duo.json'));
    const item = (await pick(() => false)).find(({ label }) => label.endsWith(damaged));
    assert.equal(item?.detail, 'The bundle is damaged: MODEL_CARD.md is missing.');
    rmSync(damaged, { recursive: true });
  });

  it('leaves the models of a workspace aside that is not trusted, and says so', async () => {
    const [workspace] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(workspace);
    const own = path.join(workspace.uri.fsPath, 'models/own');
    cpSync(path.join(extension().extensionPath, 'test/fixtures/tiny-duo'), own, {
      recursive: true,
    });
    const isOwn = (item: vscode.QuickPickItem): boolean => item.detail?.endsWith(own) === true;
    const trust = Object.getOwnPropertyDescriptor(vscode.workspace, 'isTrusted') ?? assert.fail();
    const isSeparator = ({ kind }: vscode.QuickPickItem): boolean =>
      kind === vscode.QuickPickItemKind.Separator;
    try {
      const trusted = await pick(() => false);
      assert.deepEqual([trusted.some(isOwn), trusted.some(isSeparator)], [true, false]);
      Object.defineProperty(vscode.workspace, 'isTrusted', { value: false, configurable: true });
      const untrusted = await pick(() => false);
      assert.deepEqual([untrusted.some(isOwn), untrusted.some(isSeparator)], [false, true]);
    } finally {
      Object.defineProperty(vscode.workspace, 'isTrusted', trust);
      rmSync(own, { recursive: true });
    }
  });

  it('makes no link of a name', async () => {
    await set('model', '[x](command:workbench.action.quit)');
    const messages = await messagesDuring(() => run('analyzeDocument'));
    assert.match(messages.join(), /^There is no model "\[x\] \(command:/);
  });
});
