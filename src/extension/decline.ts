import * as vscode from 'vscode';

/** Why a document is not analysed, as a sentence for the user; `undefined` when it can be. */
export function declineReason(document: vscode.TextDocument): string | undefined {
  switch (document.uri.scheme) {
    case 'vscode-notebook-cell':
      return vscode.l10n.t(
        'Notebook cells are not analysed: a model reads one text from its beginning. Open the notebook with the text editor to analyse it.',
      );
    case 'output':
      return vscode.l10n.t(
        'Output channels are not analysed, because they change all the time. Copy the text into a new file to analyse it.',
      );
  }
  const text = document.getText();
  if (text === '') {
    return vscode.l10n.t('This document is empty: there is no token to analyse.');
  }
  if (text.includes('\0')) {
    return vscode.l10n.t(
      'This document holds NUL characters, so it looks like a binary file. Only text is analysed.',
    );
  }
  return undefined;
}
