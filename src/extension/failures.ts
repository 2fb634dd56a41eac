import * as vscode from 'vscode';
import { Failure } from '../core/failure';
import { commandId, SECTION } from './names';
import { notify } from './notify';

/** Tells the user what went wrong and offers what helps. */
export async function reportFailure(
  error: unknown,
  log: vscode.LogOutputChannel,
  again: () => Promise<void>,
): Promise<void> {
  logFailure(error, log);
  const message = failureSentence(error);
  const showLog = vscode.l10n.t('Show Log');
  const selectModel = vscode.l10n.t('Select Model');
  const openSettings = vscode.l10n.t('Open Settings');
  const analyzeAgain = vscode.l10n.t('Analyze Again');
  const code = error instanceof Failure ? error.code : 'internal';
  const actions = {
    bundle: [selectModel, showLog],
    request: [openSettings, showLog],
    provider: [openSettings, showLog],
    crashed: [analyzeAgain, showLog],
  };
  const offered = code in actions ? actions[code as keyof typeof actions] : [showLog];
  const choice = await notify.error(message, ...offered);
  if (choice === showLog) log.show();
  if (choice === selectModel) await vscode.commands.executeCommand(commandId('selectModel'));
  if (choice === openSettings) {
    await vscode.commands.executeCommand('workbench.action.openSettings', SECTION);
  }
  if (choice === analyzeAgain) await again();
}

export function logFailure(error: unknown, log: vscode.LogOutputChannel): void {
  log.error(error instanceof Failure ? error.message : stackOf(error));
}

/** What went wrong, for the user. */
export function failureSentence(error: unknown): string {
  return error instanceof Failure
    ? error.message
    : vscode.l10n.t('The analysis failed unexpectedly; the log says more.');
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
