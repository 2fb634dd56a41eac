import * as vscode from 'vscode';
import { QUANTITY_NAMES } from '../core/words';
import type { Analyzer, Progress } from './analyzer';
import type { DocumentAnalysis } from './documentAnalysis';
import { count } from './markdown';
import type { Results } from './results';
import { commandId, SECTION } from './names';
import { settingsFor } from './settings';
import { PROVIDER_NAMES, statusTooltip } from './statusTooltip';
import { Throttle } from './throttle';

/** While results stream in, update at most this often. */
const INTERVAL_MS = 100;

/** Model, provider and state for the active editor; a click opens the menu. */
export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem(
    'duoLLM.status',
    vscode.StatusBarAlignment.Right,
    100,
  );
  private readonly throttle = new Throttle(() => {
    this.update();
  }, INTERVAL_MS);
  private readonly subscriptions: vscode.Disposable;
  private progress: { readonly document: vscode.TextDocument; readonly now: Progress } | undefined;

  constructor(
    private readonly results: Results,
    private readonly analyzer: Analyzer,
  ) {
    this.item.name = vscode.l10n.t('Duo-LLM Inspector');
    this.item.command = commandId('showMenu');
    const update = (): void => {
      this.throttle.ask();
    };
    this.subscriptions = vscode.Disposable.from(
      vscode.window.onDidChangeActiveTextEditor(update),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document === vscode.window.activeTextEditor?.document) update();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(SECTION)) update();
      }),
      results.onDidChange(update),
      analyzer.onDidChange(update),
      this.throttle,
    );
    update();
  }

  show(document: vscode.TextDocument, now: Progress): void {
    this.progress = { document, now };
    this.throttle.ask();
  }

  dispose(): void {
    this.subscriptions.dispose();
    this.item.dispose();
  }

  private update(): void {
    const document = vscode.window.activeTextEditor?.document;
    if (document === undefined) {
      this.item.hide();
      return;
    }
    const result = this.results.of(document);
    const { text, spoken } = this.analyzer.isRunning(document)
      ? this.runningText(document)
      : resultText(result);
    this.item.text = text;
    this.item.tooltip = statusTooltip(document, result);
    this.item.accessibilityInformation = { label: `Duo-LLM: ${spoken}`, role: 'button' };
    this.item.show();
  }

  private runningText(document: vscode.TextDocument): { text: string; spoken: string } {
    const now = this.progress?.document === document ? this.progress.now : undefined;
    const spoken =
      now === undefined || now.tokens === 0
        ? vscode.l10n.t('starting')
        : vscode.l10n.t('{0} of {1} tokens', count(now.known), count(now.tokens));
    return { text: `$(loading~spin) Duo-LLM · ${spoken}`, spoken };
  }
}

function resultText(result: DocumentAnalysis | undefined): { text: string; spoken: string } {
  if (result === undefined) {
    return { text: '$(layers) Duo-LLM', spoken: vscode.l10n.t('not analysed') };
  }
  const { model, provider } = result.opened;
  const parts = [
    model.name,
    PROVIDER_NAMES[provider.provider],
    QUANTITY_NAMES[settingsFor(result.document.uri).colourBy],
    ...(result.state === 'stopped' ? [vscode.l10n.t('stopped')] : []),
    ...(result.isFresh ? [] : [vscode.l10n.t('edited')]),
  ];
  return { text: `$(layers) ${parts.join(' · ')}`, spoken: parts.join(', ') };
}
