import * as vscode from 'vscode';
import { SECTION } from './names';
import { parseSettings } from './settingValues';

/** Says once in the log which settings have a value that is not allowed: it reads as the default. */
export function logInvalidSettings(log: vscode.LogOutputChannel): vscode.Disposable {
  const said = new Set<string>();
  const check = (): void => {
    const resource = vscode.window.activeTextEditor?.document.uri;
    const stored = vscode.workspace.getConfiguration(SECTION, resource);
    parseSettings(
      (name) => stored.get(name),
      (name, allowed) => {
        const value = JSON.stringify(stored.get(name));
        if (said.has(`${name} ${value}`)) return;
        said.add(`${name} ${value}`);
        log.warn(
          `The setting ${SECTION}.${name} has a value that is not allowed, so its default is used. Allowed: ${allowed}.`,
        );
      },
    );
  };
  check();
  return vscode.Disposable.from(
    vscode.window.onDidChangeActiveTextEditor(check),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(SECTION)) check();
    }),
  );
}
