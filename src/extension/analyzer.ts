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

/** Runs analyses: at most one per document, the last request wins. */
export class Analyzer implements vscode.Disposable {
  private readonly running = new Map<string, AbortController>();
  private readonly changed = new vscode.EventEmitter<vscode.TextDocument>();
  private readonly closed = vscode.workspace.onDidCloseTextDocument((document) => {
    // A change of language closes and reopens a document that is still the same.
    if (document.isClosed) this.discard(document);
  });

  /** An analysis of a document began or ended. */
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly engine: Engine,
    private readonly models: ModelFolders,
    private readonly results: Results,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  isRunning(document: vscode.TextDocument): boolean {
    return this.running.has(document.uri.toString());
  }

  /** Stops the analysis of a document; what it found stays. */
  cancel(document: vscode.TextDocument): void {
    this.running.get(document.uri.toString())?.abort();
  }

  /** Stops the analysis of a document and drops what is known of it. */
  discard(document: vscode.TextDocument): void {
    this.cancel(document);
    if (this.running.delete(document.uri.toString())) this.changed.fire(document);
    this.results.delete(document);
  }

  /**
   * Analyses a document, or the part of it in `selection`, as it is now. Resolves when all is known or it was cancelled.
   * Throws Failure for everything else that goes wrong.
   */
  async analyze(
    document: vscode.TextDocument,
    selection: vscode.Range | undefined,
    report: (progress: Progress) => void,
  ): Promise<void> {
    const key = document.uri.toString();
    const controller = new AbortController();
    this.running.get(key)?.abort();
    this.running.set(key, controller);
    this.changed.fire(document);
    try {
      await this.run(document, selection, report, controller.signal);
    } catch (error) {
      if (!(error instanceof Failure && error.code === 'cancelled')) throw error;
      this.log.info('Cancelled.');
    } finally {
      if (this.running.get(key) === controller) this.running.delete(key);
      this.changed.fire(document);
    }
  }

  dispose(): void {
    for (const controller of this.running.values()) controller.abort();
    this.closed.dispose();
    this.changed.dispose();
  }

  private async run(
    document: vscode.TextDocument,
    selection: vscode.Range | undefined,
    report: (progress: Progress) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const settings = settingsFor(document.uri);
    // Both at once, of the text as it is now: it may change while the engine starts.
    const text = document.getText();
    const selected = selection && {
      start: document.offsetAt(selection.start),
      end: document.offsetAt(selection.end),
    };
    const bundle = await this.models.chosen(document.uri);
    await this.engine.use(async (client) => {
      const opened = await client.open({ bundle, provider: settings.provider }, signal);
      this.logOpened(opened);
      const router = routerNamed(opened.model, settings.modules, settings.router);
      const request: AnalyzeRequest = {
        bundle,
        provider: settings.provider,
        text,
        modules: settings.modules,
        context: { kind: 'big' },
        ...(router === undefined ? {} : { router }),
        ...(selected && { selection: selected }),
      };
      const result = new DocumentAnalysis(
        document,
        text,
        opened,
        emptyAnalysis(opened, request, document),
      );
      const store = (): void => {
        const isCurrent = this.running.get(document.uri.toString())?.signal === signal;
        if (isCurrent && result.analysis.knownCount > 0) this.results.set(result);
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

  private logOpened({ model, provider }: OpenedModel): void {
    this.log.info(
      `Model ${model.name} on ${provider.provider}, ${String(provider.threads)} threads.`,
    );
    for (const { provider: rejected, reason } of provider.rejected) {
      this.log.info(`Not on ${rejected}: ${reason}`);
    }
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
