import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { AnalyzeCommands } from '../../src/extension/analyzeCommands';
import type { Analyzer } from '../../src/extension/analyzer';
import { FollowedDocument } from '../../src/extension/followedDocument';
import { open, until } from './support';

const SILENT_AFTER_MS = 50;

describe('an analysis that gets no answer', () => {
  const { withProgress } = vscode.window;

  afterEach(() => {
    Object.assign(vscode.window, { withProgress });
  });

  it('says so in its notification, and can be cancelled there', async () => {
    let finish = (): void => undefined;
    const advanced = new vscode.EventEmitter<vscode.TextDocument>();
    const analyzer = {
      analyze: () =>
        new Promise<void>((resolve) => {
          finish = resolve;
        }),
      cancel: () => {
        finish();
      },
      onDidProgress: advanced.event,
      progressOf: () => undefined,
    } as unknown as Analyzer;
    const reported: string[] = [];
    const pressed = new vscode.EventEmitter<void>();
    Object.assign(vscode.window, {
      withProgress: (_: unknown, task: (...args: unknown[]) => Promise<void>) =>
        task(
          { report: ({ message }: { message: string }) => reported.push(message) },
          { onCancellationRequested: pressed.event },
        ),
    });
    const log = vscode.window.createOutputChannel('Duo-LLM (silence)', { log: true });
    const followed = new FollowedDocument();
    const commands = new AnalyzeCommands(analyzer, followed, log, SILENT_AFTER_MS);
    const { document } = await open('Nobody answers.');
    const ended = commands.analyze(document, undefined);
    await until('the notice', () => reported.length === 1);
    assert.match(reported[0] ?? '', /^nothing new for a while.*cancel it/);
    // Once for each silence.
    advanced.fire(document);
    await until('another notice', () => reported.length === 2);
    pressed.fire();
    await ended;
    followed.dispose();
    log.dispose();
  });
});
