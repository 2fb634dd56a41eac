import * as vscode from 'vscode';
import { commandId, EXTENSION_ID, type CommandName } from './names';

interface MenuItem extends vscode.QuickPickItem {
  /** Absent: the settings. */
  readonly run?: CommandName;
}

/** What a click on the status bar offers. */
export async function showMenu(isRunning: boolean, hasResults: boolean): Promise<void> {
  const items: MenuItem[] = [
    isRunning
      ? { run: 'cancelAnalysis', label: vscode.l10n.t('$(stop-circle) Cancel the analysis') }
      : { run: 'analyzeDocument', label: vscode.l10n.t('$(layers) Analyze the document') },
    { run: 'colourBy', label: vscode.l10n.t('$(symbol-color) Colour by...') },
    { run: 'selectModel', label: vscode.l10n.t('$(library) Select the model...') },
    { label: vscode.l10n.t('$(gear) Open the settings') },
    { run: 'showLog', label: vscode.l10n.t('$(output) Show the log') },
  ];
  if (hasResults) {
    items.splice(
      2,
      0,
      { run: 'nextHardToken', label: vscode.l10n.t('$(arrow-down) Go to the next hard token') },
      { run: 'clear', label: vscode.l10n.t('$(clear-all) Clear the colours') },
    );
  }
  const chosen = await vscode.window.showQuickPick(items, { title: 'Duo-LLM Inspector' });
  if (chosen?.run !== undefined) {
    await vscode.commands.executeCommand(commandId(chosen.run));
  } else if (chosen !== undefined) {
    await vscode.commands.executeCommand('workbench.action.openSettings', `@ext:${EXTENSION_ID}`);
  }
}
