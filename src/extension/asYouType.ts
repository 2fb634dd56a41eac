import * as vscode from 'vscode';
import type { Analyzer, Asked } from './analyzer';
import type { Span } from './colourRuns';
import { Debounce, type DebounceTimes } from './debounce';
import { declineReason } from './decline';
import { logFailure } from './failures';
import { compareTexts, stretchNow } from './freshness';
import { SECTION } from './names';
import { settingsFor } from './settings';

/** UTF-16 units: to read a longer text at every key would keep the editor waiting. */
const LONGEST_TEXT = 2 ** 21;
/** Long enough to leave out most of the letters inside a word, short enough that colours follow the hand. */
const TIMES: DebounceTimes = { quiet: 80, most: 500 };

/**
 * Analyses documents again as they are edited, where the settings say so: those that have an analysis, each in the part that
 * was analysed. Of the results before the edit nothing is computed again, since `ResultCache` has them.
 */
export class AsYouType implements vscode.Disposable {
  /** What is to be analysed of each document that was edited. */
  private readonly waiting = new Map<vscode.TextDocument, Asked>();
  private readonly debounce = new Debounce(() => {
    const waiting = [...this.waiting];
    this.waiting.clear();
    for (const [document, { part }] of waiting) this.analyze(document, part);
  }, TIMES);
  private readonly subscriptions = vscode.Disposable.from(
    this.debounce,
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      this.follow(document);
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (!event.affectsConfiguration(SECTION)) return;
      for (const { document } of vscode.window.visibleTextEditors) this.follow(document);
    }),
  );

  /** Which documents are followed may have changed. */
  readonly onDidChange: vscode.Event<vscode.TextDocument>;

  constructor(
    private readonly analyzer: Analyzer,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.onDidChange = analyzer.onDidChange;
  }

  /**
   * After an edit the document is analysed again. Once that has failed it rests until somebody asks for an analysis, so that
   * not every key starts an engine that ends at once.
   */
  follows(document: vscode.TextDocument): boolean {
    return (
      settingsFor(document.uri).asYouType &&
      (this.analyzer.asked(document)?.text.length ?? Infinity) <= LONGEST_TEXT &&
      this.analyzer.failureOf(document) === undefined
    );
  }

  /** What was edited of it is about to be analysed, or being analysed. */
  isPending(document: vscode.TextDocument): boolean {
    const isUnderWay = this.waiting.has(document) || this.analyzer.isRunning(document);
    return isUnderWay && this.follows(document);
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private follow(document: vscode.TextDocument): void {
    const before = this.waiting.get(document) ?? this.analyzer.asked(document);
    if (before === undefined || !this.follows(document)) return;
    this.waiting.set(document, followed(before, document.getText()));
    this.debounce.ask();
  }

  private analyze(document: vscode.TextDocument, part: Span | undefined): void {
    if (!this.follows(document) || declineReason(document) !== undefined) return;
    // All edits are undone; or the event came of something else, as of saving.
    if (this.analyzer.asked(document)?.text === document.getText()) return;
    if (part !== undefined && part.start >= part.end) return;
    // Nobody is told but by the status bar: messages would come between the user and what is typed.
    this.analyzer.analyze(document, part, 'typed').catch((error: unknown) => {
      logFailure(error, this.log);
    });
  }
}

/**
 * After an edit. A selection is followed to where its text is now, with what was typed into it: that is what somebody who
 * chose it looks at. Edit by edit, since two at once would count as one that reaches from the first to the last.
 */
function followed({ text: before, part }: Asked, text: string): Asked {
  return { text, part: part && stretchNow(compareTexts(before, text), part) };
}
