import * as vscode from 'vscode';
import type { Quantity } from '../core/colourScale';
import { count, QUANTITY_NAMES } from '../core/words';
import type { Analyzer } from './analyzer';
import type { AsYouType } from './asYouType';
import type { Colours } from './colours';
import { PROVIDER_NAMES } from '../providers/providerNames';
import type { DocumentAnalysis } from './documentAnalysis';
import type { Progress } from './documentRun';
import type { FollowedDocument } from './followedDocument';
import type { Results } from './results';
import { commandId, SECTION } from './names';
import { statusTooltip } from './statusTooltip';
import { Throttle } from './throttle';

/** While results stream in, update at most this often. */
const INTERVAL_MS = 100;

/** Model, provider and state for the followed document; a click opens the menu. */
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

  constructor(
    private readonly results: Results,
    private readonly analyzer: Analyzer,
    private readonly followed: FollowedDocument,
    private readonly colours: Colours,
    private readonly asYouType: Pick<AsYouType, 'isPending'>,
  ) {
    this.item.name = vscode.l10n.t('Duo-LLM Inspector');
    this.item.command = commandId('showMenu');
    const update = (): void => {
      this.throttle.ask();
    };
    this.subscriptions = vscode.Disposable.from(
      vscode.window.onDidChangeActiveTextEditor(update),
      followed.onDidChange(update),
      colours.onDidChange(update),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document === followed.current) update();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(SECTION)) update();
      }),
      results.onDidChange(update),
      analyzer.onDidChange(update),
      analyzer.onDidProgress(update),
      this.throttle,
    );
    update();
  }

  dispose(): void {
    this.subscriptions.dispose();
    this.item.dispose();
  }

  private update(): void {
    const document = this.followed.current;
    if (document === undefined || vscode.window.activeTextEditor === undefined) {
      this.item.hide();
      return;
    }
    const result = this.results.of(document);
    const { shown } = this.colours.of(document, result);
    const progress = this.analyzer.progressOf(document);
    const failure = this.analyzer.failureOf(document);
    const { text, spoken } =
      progress !== undefined
        ? runningText(progress)
        : failure !== undefined
          ? failedText()
          : resultText(result, shown, this.asYouType.isPending(document));
    this.item.text = text;
    this.item.tooltip = statusTooltip(document, result, shown, failure);
    this.item.accessibilityInformation = { label: `Duo-LLM: ${spoken}`, role: 'button' };
    this.item.show();
  }
}

interface StatusText {
  readonly text: string;
  readonly spoken: string;
}

function runningText({ known, tokens }: Progress): StatusText {
  const spoken =
    tokens === 0
      ? vscode.l10n.t('starting')
      : vscode.l10n.t('{0} of {1} tokens', count(known), count(tokens));
  return { text: `$(loading~spin) Duo-LLM · ${spoken}`, spoken };
}

function failedText(): StatusText {
  const spoken = vscode.l10n.t('failed');
  return { text: `$(warning) Duo-LLM · ${spoken}`, spoken };
}

/** `isPending`: what was edited is being analysed again. */
function resultText(
  result: DocumentAnalysis | undefined,
  painted: Quantity,
  isPending: boolean,
): StatusText {
  if (result === undefined) {
    return { text: '$(layers) Duo-LLM', spoken: vscode.l10n.t('not analysed') };
  }
  const { model, provider } = result.opened;
  const parts = [
    model.name,
    PROVIDER_NAMES[provider.provider],
    QUANTITY_NAMES[painted],
    ...(result.state === 'stopped' && !isPending ? [vscode.l10n.t('stopped')] : []),
    ...(result.isFresh || isPending ? [] : [vscode.l10n.t('edited')]),
  ];
  return { text: `$(layers) ${parts.join(' · ')}`, spoken: parts.join(', ') };
}
