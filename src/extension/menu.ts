import * as vscode from 'vscode';
import { commandId, EXTENSION_ID, type CommandName } from './names';

interface MenuItem extends vscode.QuickPickItem {
  /** Absent: the settings. */
  readonly run?: CommandName;
}

interface MenuState {
  readonly isRunning: boolean;
  readonly hasResults: boolean;
  readonly hasSelection: boolean;
  readonly asYouType: boolean;
}

/** What a click on the status bar offers. */
export async function showMenu({
  isRunning,
  hasResults,
  hasSelection,
  asYouType,
}: MenuState): Promise<void> {
  const items: MenuItem[] = [
    isRunning
      ? { run: 'cancelAnalysis', label: vscode.l10n.t('$(stop-circle) Cancel the analysis') }
      : { run: 'analyzeDocument', label: vscode.l10n.t('$(layers) Analyze the document') },
    ...(hasSelection ? SELECTION_ITEMS() : []),
    {
      run: 'toggleAnalyzeAsYouType',
      label: asYouType
        ? vscode.l10n.t('$(check) Analyze as you type: on')
        : vscode.l10n.t('$(edit) Analyze as you type: off'),
    },
    { run: 'showPanel', label: vscode.l10n.t('$(graph) Open the inspector panel') },
    ...(hasResults ? RESULT_ITEMS() : []),
    { run: 'colourBy', label: vscode.l10n.t('$(symbol-color) Colour by...') },
    { run: 'selectModel', label: vscode.l10n.t('$(library) Select the model...') },
    { label: vscode.l10n.t('$(gear) Open the settings') },
    { run: 'showLog', label: vscode.l10n.t('$(output) Show the log') },
  ];
  const chosen = await vscode.window.showQuickPick(items, { title: 'Duo-LLM Inspector' });
  if (chosen?.run !== undefined) {
    await vscode.commands.executeCommand(commandId(chosen.run));
  } else if (chosen !== undefined) {
    await vscode.commands.executeCommand('workbench.action.openSettings', `@ext:${EXTENSION_ID}`);
  }
}

const SELECTION_ITEMS = (): MenuItem[] => [
  { run: 'analyzeSelection', label: vscode.l10n.t('$(selection) Analyze the selection') },
];

const RESULT_ITEMS = (): MenuItem[] => [
  { run: 'showTokenDetails', label: vscode.l10n.t('$(info) Show details of the token') },
  { run: 'nextHardToken', label: vscode.l10n.t('$(arrow-down) Go to the next hard token') },
  { run: 'previousHardToken', label: vscode.l10n.t('$(arrow-up) Go to the previous hard token') },
  { run: 'exportResults', label: vscode.l10n.t('$(export) Export the results...') },
  { run: 'clear', label: vscode.l10n.t('$(clear-all) Clear the colours') },
];
