import * as vscode from 'vscode';
import type { Analyzer } from './analyzer';
import { ANALYZING, HAS_RESULTS } from './names';
import type { Results } from './results';

/** Keeps the context keys of the manifest's `when` clauses true for the active editor. */
export function followContextKeys(results: Results, analyzer: Analyzer): vscode.Disposable {
  const shown = new Map<string, boolean>();
  const set = (key: string, value: boolean): void => {
    if (shown.get(key) === value) return;
    shown.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  };
  const update = (): void => {
    const document = vscode.window.activeTextEditor?.document;
    set(HAS_RESULTS, document !== undefined && results.of(document) !== undefined);
    set(ANALYZING, document !== undefined && analyzer.isRunning(document));
  };
  update();
  return vscode.Disposable.from(
    vscode.window.onDidChangeActiveTextEditor(update),
    results.onDidChange(update),
    analyzer.onDidChange(update),
  );
}
