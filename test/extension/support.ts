import assert from 'node:assert/strict';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { InspectorApi, PublishedAnalysis } from '../../src/extension/api';
import {
  commandId,
  EXTENSION_ID,
  SECTION,
  type CommandName,
  type SettingName,
} from '../../src/extension/names';
import { enginesOf } from '../host/processes';

/** What the tests of this folder do again and again, inside VS Code's extension host. */

export async function api(): Promise<InspectorApi> {
  return (await extension().activate()) as InspectorApi;
}

export function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension(EXTENSION_ID);
  assert.ok(found, 'The extension is not installed.');
  return found;
}

/** A model small enough to be instant, with its own small vocabulary. */
export async function useTinyModel(): Promise<void> {
  await set('model', path.join(extension().extensionPath, 'test/fixtures/tiny-duo'));
}

/** `undefined`: back to the default. */
export async function set(name: SettingName, value: unknown): Promise<void> {
  const settings = vscode.workspace.getConfiguration(SECTION);
  await settings.update(name, value, vscode.ConfigurationTarget.Global);
}

/** Opens an untitled document in the editor. */
export async function open(content: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument({ content });
  return await vscode.window.showTextDocument(document, { preview: false });
}

export async function run(name: CommandName, ...args: unknown[]): Promise<void> {
  await vscode.commands.executeCommand(commandId(name), ...args);
}

/** Analyses a text in a new document. */
export async function analyzed(content: string): Promise<vscode.TextEditor> {
  const editor = await open(content);
  await run('analyzeDocument');
  return editor;
}

/** Starts an analysis of the active editor's document and waits for its first results. */
export async function begin(
  document: vscode.TextDocument,
): Promise<{ readonly ended: Promise<void> }> {
  const ended = run('analyzeDocument');
  const { analysisOf: published } = await api();
  await until('first results', () => published(document) !== undefined);
  return { ended };
}

/** What is known of a document. */
export async function analysisOf(document: vscode.TextDocument): Promise<PublishedAnalysis> {
  const found = (await api()).analysisOf(document);
  assert.ok(found, 'The document has no analysis.');
  return found;
}

/** The Markdown of the hover over an offset; empty when there is none. */
export async function hoverAt(document: vscode.TextDocument, offset: number): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    document.positionAt(offset),
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (content instanceof vscode.MarkdownString ? content.value : ''))
    .join('\n');
}

/** Messages that VS Code was asked to show while something was done, with the titles of their buttons. */
export async function messagesDuring(action: () => Promise<unknown>): Promise<string[]> {
  const messages: string[] = [];
  const { window } = vscode;
  const original = { ...window };
  const record = (message: string, ...buttons: unknown[]): Promise<undefined> => {
    messages.push([message, ...buttons.filter((button) => typeof button === 'string')].join(' | '));
    return Promise.resolve(undefined);
  };
  const replaced = {
    showInformationMessage: record,
    showWarningMessage: record,
    showErrorMessage: record,
  };
  Object.assign(window, replaced);
  try {
    await action();
  } finally {
    const { showInformationMessage, showWarningMessage, showErrorMessage } = original;
    Object.assign(window, { showInformationMessage, showWarningMessage, showErrorMessage });
  }
  return messages;
}

/** Waits for a condition. @throws AssertionError when it does not come true in time. */
export async function until(
  what: string,
  condition: () => Promise<boolean> | boolean,
): Promise<void> {
  const limit = Date.now() + 20_000;
  while (!(await condition())) {
    assert.ok(Date.now() < limit, `Not in time: ${what}`);
    await sleep(20);
  }
}

/** Ids of the engine processes that this extension host has started. */
export function engineProcesses(): number[] {
  return enginesOf(process.pid);
}

let longTexts = 0;

/** Long enough that something can happen while it is analysed, and like no other: what is known is not computed again. */
export function longText(lines = 2000): string {
  const name = String(++longTexts);
  return Array.from({ length: lines }, (_, line) => {
    return `Text ${name}, line ${String(line)}: no play makes Jack dull.\n`;
  }).join('');
}
