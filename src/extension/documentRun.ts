import { createHash } from 'node:crypto';
import path from 'node:path';
import type { TextDocument } from 'vscode';
import { Analysis, type AnalysisRun } from '../core/analysis';
import { LossTable } from '../core/lossTable';
import { routerNamed } from '../core/model';
import { RouteSpace } from '../core/routes';
import type { EngineClient } from '../client/engineClient';
import { InteractiveRun, type InteractiveRequest } from '../interactive/interactiveRun';
import type { OpenedModel } from '../protocol/engineApi';
import type { Span } from './colourRuns';
import { DocumentAnalysis } from './documentAnalysis';
import { analysedSpans } from './freshness';
import type { ModelFolders } from './modelFolders';
import { pause } from './pause';
import type { RememberedResults } from './rememberedResults';
import { spansOnScreen } from './screen';
import { settingsFor } from './settings';

/** How far a running analysis has come. */
export interface Progress {
  readonly known: number;
  /** 0 while the tokens are not known yet. */
  readonly tokens: number;
  /** That were computed, without those that were known before. */
  readonly tokensPerSecond: number;
}

/** Who lends the engine; see `Engine`. */
export interface RunEngine {
  use<Result>(work: (client: RunClient) => Promise<Result>): Promise<Result>;
}

export type RunClient = Pick<EngineClient, 'open' | 'tokenize' | 'score'>;

/** What runs share. */
export interface RunParts {
  readonly engine: RunEngine;
  readonly models: ModelFolders;
  readonly remembered: Pick<RememberedResults, 'cache' | 'keep' | 'restore'>;
}

/** What a run tells. */
export interface RunListener {
  /** The model is ready. */
  readonly onOpened: (opened: OpenedModel) => void;
  /** More is known; the same analysis every time. */
  readonly onAdvance: (result: DocumentAnalysis) => void;
}

/** One analysis of a document as it is now, or of a part of it: what is on screen comes first. */
export class DocumentRun {
  readonly text: string;
  readonly began = performance.now();
  progress: Progress = { known: 0, tokens: 0, tokensPerSecond: 0 };
  private readonly controller = new AbortController();
  private interactive: InteractiveRun | undefined;

  /** The text is the document's at this moment: it may change while the engine starts. */
  constructor(
    private readonly document: TextDocument,
    /** UTF-16 offsets; `undefined`: all of it. */
    readonly part: Span | undefined,
    private readonly parts: RunParts,
  ) {
    this.text = document.getText();
  }

  /** What was found stays. */
  cancel(): void {
    this.controller.abort();
  }

  /** What of the document is on screen has changed. */
  lookedElsewhere(): void {
    this.interactive?.lookedElsewhere();
  }

  /** Resolves when all is known. Throws Failure. */
  async run({ onOpened, onAdvance }: RunListener): Promise<void> {
    const { document, text, part } = this;
    const { engine, models, remembered } = this.parts;
    const { signal } = this.controller;
    const { provider, modules, router: chosen, search: wanted } = settingsFor(document.uri);
    const bundle = await models.chosen(document.uri);
    await engine.use(async (client) => {
      const opening = client.open({ bundle, provider }, signal);
      const [opened] = await Promise.all([opening, remembered.restore()]);
      onOpened(opened);
      // Of `auto` only the provider that was taken counts: all of this analysis, and what is asked of it later, runs on it.
      const source = { bundle, provider: opened.provider.provider };
      // Without a graph for single routes there is nothing to search with.
      const search = opened.model.hasRoutesGraph ? wanted : 'exact';
      const router = routerNamed(opened.model, modules, chosen);
      const request: InteractiveRequest = {
        ...source,
        ...{ text, modules, search },
        ...(router !== undefined && { router }),
        ...(part !== undefined && { selection: part }),
      };
      const analysis = this.emptyAnalysis(opened, request);
      const result = new DocumentAnalysis(document, text, source, opened, analysis);
      const look = (): Span[] =>
        spansOnScreen(document).flatMap((span) => analysedSpans(result.freshness(), span));
      const around = {
        ...{ client, look, pause },
        provider: opened.provider.provider,
        cache: remembered.cache,
      };
      this.interactive = new InteractiveRun(request, analysis, around);
      try {
        result.end = await this.interactive.run(signal, this.advancing(result, onAdvance));
        result.state = 'done';
      } finally {
        if (result.state === 'running') result.state = 'stopped';
      }
    });
  }

  private advancing(
    result: DocumentAnalysis,
    onAdvance: (result: DocumentAnalysis) => void,
  ): () => void {
    const { analysis } = result;
    let start: { readonly known: number; readonly at: number } | undefined;
    return () => {
      const known = analysis.knownCount;
      start ??= { known, at: performance.now() };
      const seconds = (performance.now() - start.at) / 1000;
      this.progress = {
        known,
        tokens: analysis.tokens.length,
        tokensPerSecond: seconds > 0 ? (known - start.known) / seconds : 0,
      };
      onAdvance(result);
    };
  }

  private emptyAnalysis(
    { model }: OpenedModel,
    { text, modules, router, search = 'exact' }: InteractiveRequest,
  ): Analysis {
    const source = {
      name: path.posix.basename(this.document.uri.path),
      length: text.length,
      sha256: createHash('sha256').update(text).digest('hex'),
    };
    const run: AnalysisRun = { modules, router, search, context: { kind: 'big' } };
    const { keep } = this.parts.remembered;
    const table = new LossTable(new RouteSpace(modules, model.layers), 0, { keep });
    return new Analysis(model, source, run, table);
  }
}
