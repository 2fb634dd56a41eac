import * as vscode from 'vscode';
import { ResultCache } from '../interactive/resultCache';
import { SECTION } from './names';
import { settingsFor } from './settings';

/** What all analyses in this VS Code have found, in as much memory as the settings grant. */
export class RememberedResults implements vscode.Disposable {
  readonly cache = new ResultCache(settingsFor().cacheBytes);
  private readonly following = vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(SECTION)) this.cache.resize(settingsFor().cacheBytes);
  });

  dispose(): void {
    this.following.dispose();
    this.cache.resize(0);
  }
}
