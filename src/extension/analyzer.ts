import * as vscode from 'vscode';
import { Failure } from '../core/failure';
import type { OpenedModel } from '../protocol/engineApi';
import { PROVIDER_NAMES, providerInWords } from '../providers/providerNames';
import type { Span } from './colourRuns';
import type { DocumentAnalysis } from './documentAnalysis';
import { DocumentRun, type Progress, type RunParts } from './documentRun';
import { failureSentence } from './failures';
import type { Results } from './results';
import { onDidChangeScreen } from './screen';
import { Throttle } from './throttle';

/** While the view scrolls, what comes next is decided anew at most this often. */
const SCROLL_INTERVAL_MS = 50;
/** A run that nobody asked for is not worth mentioning while it is shorter. */
const QUIET_MS = 400;

/** What was analysed or is being analysed. */
export interface Asked {
  readonly text: string;
  /** UTF-16 offsets; `undefined`: all of it. */
  readonly part: Span | undefined;
}

/** Why a document is analysed: the user asked for it, or went on typing. */
export type Occasion = 'asked' | 'typed';

interface Running {
  readonly run: DocumentRun;
  readonly occasion: Occasion;
}

/** Runs analyses: at most one per document, the last request wins. */
export class Analyzer implements vscode.Disposable {
  private readonly running = new Map<string, Running>();
  /** By document: how its last analysis failed. */
  private readonly failures = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.TextDocument>();
  private readonly advanced = new vscode.EventEmitter<vscode.TextDocument>();
  private readonly scrolled = new Throttle(() => {
    for (const { run } of this.running.values()) run.lookedElsewhere();
  }, SCROLL_INTERVAL_MS);
  private readonly subscriptions = vscode.Disposable.from(
    this.changed,
    this.advanced,
    this.scrolled,
    onDidChangeScreen(() => {
      this.scrolled.ask();
    }),
    vscode.workspace.onDidCloseTextDocument((document) => {
      // A change of language closes and reopens a document that is still the same.
      if (document.isClosed) this.discard(document);
    }),
  );

  /** An analysis of a document began or ended. */
  readonly onDidChange = this.changed.event;
  /** A running analysis has more to tell: `progressOf`. */
  readonly onDidProgress = this.advanced.event;

  private lastOpened = '';

  constructor(
    private readonly parts: RunParts,
    private readonly results: Results,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  isRunning(document: vscode.TextDocument): boolean {
    return this.running.has(document.uri.toString());
  }

  /** `undefined` when no analysis of the document runs that is worth telling of. */
  progressOf(document: vscode.TextDocument): Progress | undefined {
    const { run, occasion } = this.running.get(document.uri.toString()) ?? {};
    const isQuiet = occasion === 'typed' && performance.now() - (run?.began ?? 0) < QUIET_MS;
    return isQuiet ? undefined : run?.progress;
  }

  /** How the last analysis of a document failed, as a sentence; `undefined` when it did not. */
  failureOf(document: vscode.TextDocument): string | undefined {
    return this.failures.get(document.uri.toString());
  }

  /** What the document's analysis is about, the one that runs or else the one that is shown; `undefined`: there is none. */
  asked(document: vscode.TextDocument): Asked | undefined {
    return this.running.get(document.uri.toString())?.run ?? this.results.of(document);
  }

  /** Stops the analysis of a document; what it found stays. */
  cancel(document: vscode.TextDocument): void {
    this.running.get(document.uri.toString())?.run.cancel();
  }

  /** Stops the analysis of a document; what it found is not shown any more. */
  abandon(document: vscode.TextDocument): void {
    this.cancel(document);
    if (this.running.delete(document.uri.toString())) this.changed.fire(document);
  }

  /** Stops the analysis of a document and drops what is known of it. */
  discard(document: vscode.TextDocument): void {
    this.abandon(document);
    if (this.failures.delete(document.uri.toString())) this.changed.fire(document);
    this.results.delete(document);
  }

  /**
   * Analyses a document, or a part of it, as it is now. Earlier results of the document stay until there is something to
   * replace them. Resolves when all is known or it was cancelled. Throws Failure for everything else that goes wrong.
   */
  async analyze(
    document: vscode.TextDocument,
    part: Span | undefined,
    occasion: Occasion = 'asked',
  ): Promise<void> {
    const key = document.uri.toString();
    const run = new DocumentRun(document, part, this.parts);
    let found: DocumentAnalysis | undefined;
    // What is still on its way when the analysis was discarded or a newer one began is not shown.
    const isCurrent = (): boolean => this.running.get(key)?.run === run;
    const show = (): void => {
      if (isCurrent() && found !== undefined && found.analysis.knownCount > 0) {
        this.results.set(found);
      }
    };
    this.cancel(document);
    this.running.set(key, { run, occasion });
    this.failures.delete(key);
    this.changed.fire(document);
    try {
      await run.run({
        onOpened: (opened) => {
          this.logOpened(opened);
        },
        onAdvance: (result) => {
          found = result;
          show();
          if (isCurrent()) this.advanced.fire(document);
        },
      });
    } catch (error) {
      if (!(error instanceof Failure && error.code === 'cancelled')) {
        if (isCurrent()) this.failures.set(key, failureSentence(error));
        throw error;
      }
    } finally {
      this.logEnd(found, occasion);
      show();
      if (isCurrent()) this.running.delete(key);
      this.changed.fire(document);
    }
  }

  dispose(): void {
    for (const { run } of this.running.values()) run.cancel();
    this.subscriptions.dispose();
  }

  private logEnd(found: DocumentAnalysis | undefined, occasion: Occasion): void {
    // One line for each key that is pressed would drown all else.
    if (occasion === 'typed') return;
    const { analysis, end } = found ?? {};
    this.log.info(
      analysis === undefined || end === undefined
        ? 'Stopped.'
        : `Analysed ${String(analysis.tokens.length)} tokens in ${end.seconds.toFixed(1)} s.`,
    );
  }

  /** Says what runs the model when that is something else than last time. */
  private logOpened({ model, provider }: OpenedModel): void {
    const lines = [
      `Model ${model.name} on ${providerInWords(provider)}.`,
      ...(provider.note === undefined ? [] : [provider.note]),
      ...provider.rejected.map(
        ({ provider: other, reason }) => `Not on ${PROVIDER_NAMES[other]}: ${reason}`,
      ),
    ];
    const opened = lines.join('\n');
    if (opened === this.lastOpened) return;
    this.lastOpened = opened;
    for (const line of lines) this.log.info(line);
  }
}
