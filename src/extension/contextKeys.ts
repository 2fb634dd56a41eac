import * as vscode from 'vscode';
import type { Analyzer } from './analyzer';
import type { FollowedDocument } from './followedDocument';
import { ANALYZING, HAS_QUESTION, HAS_RESULTS } from './names';
import type { Questions } from './panel/questions';
import type { Results } from './results';

/** Keeps the context keys of the manifest's `when` clauses true for the followed document and the window's question. */
export function followContextKeys(
  results: Results,
  analyzer: Analyzer,
  followed: FollowedDocument,
  questions: Questions,
): vscode.Disposable {
  const shown = new Map<string, boolean>();
  const set = (key: string, value: boolean): void => {
    if (shown.get(key) === value) return;
    shown.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  };
  const update = (): void => {
    const document = followed.current;
    set(HAS_RESULTS, document !== undefined && results.of(document) !== undefined);
    set(ANALYZING, document !== undefined && analyzer.progressOf(document) !== undefined);
    set(HAS_QUESTION, questions.asked !== null);
  };
  update();
  return vscode.Disposable.from(
    followed.onDidChange(update),
    questions.onDidChange(update),
    results.onDidChange(update),
    analyzer.onDidChange(update),
    analyzer.onDidProgress(update),
  );
}
