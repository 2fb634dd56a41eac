import { createHash } from 'node:crypto';
import path from 'node:path';
import * as vscode from 'vscode';
import { Analysis } from '../core/analysis';
import { Failure } from '../core/failure';
import { routerNamed } from '../core/model';
import { eachEvent } from '../client/eachEvent';
import type { EngineClient } from '../client/engineClient';
import type { AnalyzeRequest, OpenedModel } from '../protocol/engineApi';
import { DocumentAnalysis } from './documentAnalysis';
import type { Engine } from './engine';
import { failureSentence } from './failures';
import type { ModelFolders } from './modelFolders';
import type { Results } from './results';
import { settingsFor } from './settings';

/** What a running analysis tells about itself. */
export interface Progress {
  readonly known: number;
  /** 0 while the tokens are not known yet. */
  readonly tokens: number;
  readonly tokensPerSecond: number;
}

interface Running {
  readonly controller: AbortController;
  progress: Progress;
}

const NO_PROGRESS: Progress = { known: 0, tokens: 0, tokensPerSecond: 0 };

/** Runs analyses: at most one per document, the last request wins. */
export class Analyzer implements vscode.Disposable {
  private readonly running = new Map<string, Running>();
  /** By document: how its last analysis failed. */
  private readonly failures = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.TextDocument>();
  private readonly advanced = new vscode.EventEmitter<vscode.TextDocument>();
  private readonly closed = vscode.workspace.onDidCloseTextDocument((document) => {
    // A change of language closes and reopens a document that is still the same.
    if (document.isClosed) this.discard(document);
  });

  /** An analysis of a document began or ended. */
  readonly onDidChange = this.changed.event;
  /** A running analysis has more to tell: `progressOf`. */
  readonly onDidProgress = this.advanced.event;

  private lastOpened = '';

  constructor(
    private readonly engine: Engine,
    private readonly models: ModelFolders,
    private readonly results: Results,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  isRunning(document: vscode.TextDocument): boolean {
    return this.running.has(document.uri.toString());
  }

  /** `undefined` when no analysis of the document runs. */
  progressOf(document: vscode.TextDocument): Progress | undefined {
    return this.running.get(document.uri.toString())?.progress;
  }

  /** How the last analysis of a document failed, as a sentence; `undefined` when it did not. */
  failureOf(document: vscode.TextDocument): string | undefined {
    return this.failures.get(document.uri.toString());
  }

  /** Stops the analysis of a document; what it found stays. */
  cancel(document: vscode.TextDocument): void {
    this.running.get(document.uri.toString())?.controller.abort();
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
   * Analyses a document, or the part of it in `selection`, as it is now. Resolves when all is known or it was cancelled.
   * Throws Failure for everything else that goes wrong.
   */
  async analyze(document: vscode.TextDocument, selection: vscode.Range | undefined): Promise<void> {
    const key = document.uri.toString();
    const running: Running = { controller: new AbortController(), progress: NO_PROGRESS };
    const isCurrent = (): boolean => this.running.get(key) === running;
    this.cancel(document);
    this.running.set(key, running);
    this.failures.delete(key);
    this.changed.fire(document);
    try {
      await this.run(document, selection, running, isCurrent);
    } catch (error) {
      if (!(error instanceof Failure && error.code === 'cancelled')) {
        if (isCurrent()) this.failures.set(key, failureSentence(error));
        throw error;
      }
      this.log.info('Cancelled.');
    } finally {
      if (isCurrent()) this.running.delete(key);
      this.changed.fire(document);
    }
  }

  dispose(): void {
    for (const { controller } of this.running.values()) controller.abort();
    this.closed.dispose();
    this.changed.dispose();
    this.advanced.dispose();
  }

  private async run(
    document: vscode.TextDocument,
    selection: vscode.Range | undefined,
    running: Running,
    isCurrent: () => boolean,
  ): Promise<void> {
    const { signal } = running.controller;
    const settings = settingsFor(document.uri);
    // Both at once, of the text as it is now: it may change while the engine starts.
    const text = document.getText();
    const selected = selection && {
      start: document.offsetAt(selection.start),
      end: document.offsetAt(selection.end),
    };
    const bundle = await this.models.chosen(document.uri);
    await this.engine.use(async (client) => {
      const source = { bundle, provider: settings.provider };
      const opened = await client.open(source, signal);
      this.logOpened(opened);
      const router = routerNamed(opened.model, settings.modules, settings.router);
      const request: AnalyzeRequest = {
        ...source,
        text,
        modules: settings.modules,
        context: { kind: 'big' },
        ...(router === undefined ? {} : { router }),
        ...(selected && { selection: selected }),
      };
      const result = new DocumentAnalysis(
        document,
        text,
        source,
        opened,
        emptyAnalysis(opened, request, document),
      );
      const store = (): void => {
        if (isCurrent() && result.analysis.knownCount > 0) this.results.set(result);
      };
      const report = (progress: Progress): void => {
        running.progress = progress;
        if (isCurrent()) this.advanced.fire(document);
      };
      await this.follow(result, client.analyze(request, signal), store, report);
    });
  }

  /**
   * Takes in what the engine finds. Earlier results of the document stay until there is something to replace them. What is
   * still on its way when the analysis was discarded or a newer one began is not stored.
   */
  private async follow(
    result: DocumentAnalysis,
    events: ReturnType<EngineClient['analyze']>,
    store: () => void,
    report: (progress: Progress) => void,
  ): Promise<void> {
    const { analysis } = result;
    let since = performance.now();
    try {
      result.end = await eachEvent(events, (event) => {
        analysis.apply(event);
        if (event.kind === 'tokens') since = performance.now();
        store();
        const seconds = (performance.now() - since) / 1000;
        report({
          known: analysis.knownCount,
          tokens: analysis.tokens.length,
          tokensPerSecond: seconds > 0 ? analysis.knownCount / seconds : 0,
        });
      });
      result.state = 'done';
    } finally {
      if (result.state === 'running') result.state = 'stopped';
      store();
    }
    this.log.info(
      `Analysed ${String(analysis.tokens.length)} tokens at ${result.end.tokensPerSecond.toFixed(0)} tokens/s.`,
    );
  }

  /** Says what runs the model when that is something else than last time. */
  private logOpened({ model, provider }: OpenedModel): void {
    const lines = [
      `Model ${model.name} on ${provider.provider}, ${String(provider.threads)} threads.`,
      ...provider.rejected.map(({ provider: other, reason }) => `Not on ${other}: ${reason}`),
    ];
    const opened = lines.join('\n');
    if (opened === this.lastOpened) return;
    this.lastOpened = opened;
    for (const line of lines) this.log.info(line);
  }
}

function emptyAnalysis(
  { model }: OpenedModel,
  { text, modules, router, context }: AnalyzeRequest,
  document: vscode.TextDocument,
): Analysis {
  const source = {
    name: path.posix.basename(document.uri.path),
    length: text.length,
    sha256: createHash('sha256').update(text).digest('hex'),
  };
  return new Analysis(model, source, { modules, router, context });
}
