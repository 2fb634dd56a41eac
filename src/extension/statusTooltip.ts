import * as vscode from 'vscode';
import type { Quantity } from '../core/colourScale';
import { count } from '../core/words';
import { PROVIDER_NAMES, providerInWords } from '../providers/providerNames';
import type { DocumentAnalysis } from './documentAnalysis';
import { legend } from './legend';
import { plain } from './markdown';
import { commandId, type CommandName } from './names';
import { settingsFor } from './settings';

/**
 * What the status bar says when pointed at: model, provider and why not another, state, legend, and what to do next.
 * Trusted for our own commands only; nothing in it comes from a document.
 */
export function statusTooltip(
  document: vscode.TextDocument,
  result: DocumentAnalysis | undefined,
  painted: Quantity,
  failure: string | undefined,
): vscode.MarkdownString {
  const { decoration, modules } = settingsFor(document.uri);
  const markdown = new vscode.MarkdownString('', true);
  markdown.supportHtml = true;
  markdown.isTrusted = { enabledCommands: LINKS.map(([command]) => commandId(command)) };
  const blocks = [
    '**Duo-LLM Inspector**',
    ...(failure === undefined ? [] : [plain(failure)]),
    ...(result === undefined
      ? [vscode.l10n.t('This document has not been analysed.')]
      : about(result)),
    legend(painted, decoration, result?.analysis.run.modules ?? modules),
    LINKS.map(([command, title]) => `[${title()}](command:${commandId(command)})`).join(' · '),
  ];
  markdown.value = blocks.join('\n\n');
  return markdown;
}

const LINKS: readonly (readonly [CommandName, () => string])[] = [
  ['analyzeDocument', () => vscode.l10n.t('Analyze')],
  ['showPanel', () => vscode.l10n.t('Open panel')],
  ['colourBy', () => vscode.l10n.t('Colour by...')],
  ['selectModel', () => vscode.l10n.t('Select model...')],
  ['showLog', () => vscode.l10n.t('Show log')],
];

function about(result: DocumentAnalysis): string[] {
  const { analysis, opened, end } = result;
  const { model, provider } = opened;
  const { run, tokens, knownCount } = analysis;
  const rate =
    end === undefined || end.tokensPerSecond === 0
      ? ''
      : `, ${vscode.l10n.t('{0} tokens/s', end.tokensPerSecond.toFixed(0))}`;
  const rejected = provider.rejected.map(
    ({ provider: other, reason }) =>
      `- ${vscode.l10n.t('Not on {0}', PROVIDER_NAMES[other])}: ${plain(reason)}`,
  );
  return [
    [
      `${vscode.l10n.t('Model')}: **${plain(model.name)}**, ${String(model.layers)} layers of ${run.modules.join(', ')}; ` +
        `${vscode.l10n.t('router')}: ${plain(run.router ?? 'none')}`,
      `${vscode.l10n.t('Provider')}: **${providerInWords(provider)}**${rate}`,
      ...(provider.note === undefined ? [] : [plain(provider.note)]),
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
