import * as vscode from 'vscode';
import { changeSetting, settingsFor } from './settings';

const MESSAGE_MS = 5000;

/** Turns the setting round, where it is set now, and says what that means. */
export async function toggleAsYouType(document: vscode.TextDocument | undefined): Promise<void> {
  const { asYouType } = settingsFor(document?.uri);
  await changeSetting('analyzeAsYouType', !asYouType, document?.uri);
  vscode.window.setStatusBarMessage(
    asYouType
      ? vscode.l10n.t('Analyze as you type is off.')
      : vscode.l10n.t('Analyze as you type is on for documents that have been analysed.'),
    MESSAGE_MS,
  );
}
