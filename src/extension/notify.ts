import * as vscode from 'vscode';
import { plainMessage } from './plainMessage';

/** Every message to the user goes through here, because VS Code would take parts of it for links. */
export const notify = {
  info(message: string): void {
    void vscode.window.showInformationMessage(plainMessage(message));
  },

  warn(message: string): void {
    void vscode.window.showWarningMessage(plainMessage(message));
  },

  /** Resolves with the chosen action, once the user has read it. */
  ask(message: string, ...actions: string[]): Thenable<string | undefined> {
    return vscode.window.showInformationMessage(plainMessage(message), ...actions);
  },

  /** Waits for an answer; resolves with the action, or `undefined` for none. */
  confirm(message: string, detail: string, action: string): Thenable<string | undefined> {
    const options = { modal: true, detail };
    return vscode.window.showInformationMessage(plainMessage(message), options, action);
  },

  /** Resolves with the chosen action, once the user has read it. */
  error(message: string, ...actions: string[]): Thenable<string | undefined> {
    return vscode.window.showErrorMessage(plainMessage(message), ...actions);
  },
};
