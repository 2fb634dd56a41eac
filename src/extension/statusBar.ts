import * as vscode from 'vscode';
import { QUANTITY_NAMES } from '../core/words';
import type { Provider } from '../protocol/engineApi';
import type { Analyzer, Progress } from './analyzer';
import type { DocumentAnalysis } from './documentAnalysis';
import { legend } from './legend';
import { count, plain } from './markdown';
import type { Results } from './results';
import { commandId, SECTION, type CommandName } from './names';
import { settingsFor } from './settings';

export const PROVIDER_NAMES: Readonly<Record<Provider, string>> = {
  cpu: 'CPU',
  cuda: 'CUDA',
  webgpu: 'WebGPU',
  dml: 'DirectML',
  coreml: 'Core ML',
};

/** Model, provider and state for the active editor; a click opens the menu. */
export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem(
    'duoLLM.status',
    vscode.StatusBarAlignment.Right,
    100,
  );
  private readonly subscriptions: vscode.Disposable;
  private progress: { readonly document: vscode.TextDocument; readonly now: Progress } | undefined;

  constructor(
    private readonly results: Results,
    private readonly analyzer: Analyzer,
  ) {
    this.item.name = vscode.l10n.t('Duo-LLM Inspector');
    this.item.command = commandId('showMenu');
    const update = (): void => {
      this.update();
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
    );
    update();
  }

  show(document: vscode.TextDocument, now: Progress): void {
    this.progress = { document, now };
    this.update();
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
    this.item.tooltip = tooltip(document, result);
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
  if (result === undefined)
    return { text: '$(layers) Duo-LLM', spoken: vscode.l10n.t('not analysed') };
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

/** Trusted for our own commands only; nothing in it comes from a document. */
function tooltip(
  document: vscode.TextDocument,
  result: DocumentAnalysis | undefined,
): vscode.MarkdownString {
  const { colourBy, decoration } = settingsFor(document.uri);
  const markdown = new vscode.MarkdownString('', true);
  markdown.supportHtml = true;
  markdown.isTrusted = { enabledCommands: LINKS.map(([command]) => commandId(command)) };
  const blocks = [
    '**Duo-LLM Inspector**',
    ...(result === undefined ? [NOT_ANALYSED()] : about(result)),
    legend(colourBy, decoration),
    LINKS.map(([command, title]) => `[${title()}](command:${commandId(command)})`).join(' · '),
  ];
  markdown.value = blocks.join('\n\n');
  return markdown;
}

const NOT_ANALYSED = (): string => vscode.l10n.t('This document has not been analysed.');

const LINKS: readonly (readonly [CommandName, () => string])[] = [
  ['analyzeDocument', () => vscode.l10n.t('Analyze')],
  ['colourBy', () => vscode.l10n.t('Colour by...')],
  ['selectModel', () => vscode.l10n.t('Select model...')],
  ['showLog', () => vscode.l10n.t('Show log')],
];

function about(result: DocumentAnalysis): string[] {
  const { analysis, opened, end } = result;
  const { model, provider } = opened;
  const { run, tokens, knownCount } = analysis;
  const rate =
    end === undefined ? '' : `, ${vscode.l10n.t('{0} tokens/s', end.tokensPerSecond.toFixed(0))}`;
  const rejected = provider.rejected.map(
    ({ provider: other, reason }) =>
      `- ${vscode.l10n.t('Not on {0}', PROVIDER_NAMES[other])}: ${plain(reason)}`,
  );
  return [
    [
      `${vscode.l10n.t('Model')}: **${plain(model.name)}**, ${String(model.layers)} layers of ${run.modules.join(', ')}; ` +
        `${vscode.l10n.t('router')}: ${plain(run.router ?? 'none')}`,
      `${vscode.l10n.t('Provider')}: **${PROVIDER_NAMES[provider.provider]}**, ${String(provider.threads)} threads${rate}`,
      ...rejected,
    ].join('\n\n'),
    stateInWords(result, knownCount, tokens.length),
  ];
}

function stateInWords({ state, isFresh }: DocumentAnalysis, known: number, tokens: number): string {
  const share = vscode.l10n.t('{0} of {1} tokens are analysed.', count(known), count(tokens));
  if (!isFresh) {
    return `${share} ${vscode.l10n.t('The text has changed since: what follows the change is stale, analyse again.')}`;
  }
  return state === 'stopped' ? `${share} ${vscode.l10n.t('The analysis was stopped.')}` : share;
}
