import type { Analysis } from '../core/analysis';
import { contextKeysInSteps, type ContextKeys } from '../core/contextKeys';
import { Failure } from '../core/failure';
import { selectedTokens } from '../core/selection';
import { withPauses, type Steps } from '../core/steps';
import { tokensIn, type TokenRange } from '../core/tokenSpans';
import { planWindows } from '../core/windows';
import type { EngineClient } from '../client/engineClient';
import type { AnalysisEnd, Provider, ScoreRequest, TextRequest } from '../protocol/engineApi';
import { Pending, type Piece } from './pending';
import type { ResultCache } from './resultCache';

/** UTF-16 offsets into the analysed text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What is asked, in *big* context. */
export type InteractiveRequest = TextRequest & Pick<ScoreRequest, 'modules' | 'router' | 'search'>;

/** The surroundings of a run. */
export interface RunSurroundings {
  readonly client: Pick<EngineClient, 'tokenize' | 'score'>;
  readonly cache: ResultCache;
  /** What runs the model: the last digits of its results are its own. */
  readonly provider: Provider;
  /** What of the text is on screen, the most important first. */
  readonly look: () => readonly Span[];
  /** Lets the process do something else for a moment. */
  readonly pause: () => Promise<void>;
}

/**
 * Analyses a text for somebody who looks at it: takes over what the cache knows, then asks the engine for the rest, piece
 * by piece, what is on screen first. What it finds is that of `analyze`, whatever was known and looked at.
 */
export class InteractiveRun {
  private current: { readonly piece: Piece; readonly controller: AbortController } | undefined;
  private pending: Pending | undefined;

  /** `analysis`: a new one, which is filled. */
  constructor(
    private readonly request: InteractiveRequest,
    private readonly analysis: Analysis,
    private readonly around: RunSurroundings,
  ) {}

  /**
   * Runs until all is known. `onAdvance` is called whenever more is: first with all that was known before. Throws Failure,
   * with code 'cancelled' when the signal aborts.
   */
  async run(signal: AbortSignal, onAdvance: () => void): Promise<AnalysisEnd> {
    const { analysis, request } = this;
    const { client, look } = this.around;
    const { bundle, provider, text, selection } = request;
    const began = performance.now();
    const pause = async (): Promise<void> => {
      await this.around.pause();
      if (signal.aborted) throw new Failure('cancelled', 'Cancelled.');
    };
    const tokenized = await client.tokenize({ bundle, provider, text }, signal);
    const { from, to } = selectedTokens(tokenized, selection);
    await pause();
    const windows = planWindows(tokenized.ids, analysis.model.contextLength, from, to);
    await pause();
    analysis.apply({
      kind: 'tokens',
      firstIndex: from,
      ids: tokenized.ids.slice(from, to),
      starts: tokenized.starts.slice(from, to),
      ends: tokenized.ends.slice(from, to),
      windows,
    });
    await pause();
    const run = runName(analysis, this.around.provider);
    const keys = await withPauses(contextKeysInSteps(tokenized.ids, windows, run), pause);
    await pause();
    await withPauses(this.adopt(keys), pause);
    const before = { known: analysis.knownCount, at: performance.now() };
    onAdvance();
    const pending = new Pending(windows, (token) => analysis.table.isKnown(token - from));
    this.pending = pending;
    for (;;) {
      if (signal.aborted) throw new Failure('cancelled', 'Cancelled.');
      const piece = pending.next(this.looked(look()));
      if (piece === undefined) break;
      await this.score(piece, tokenized.ids, keys, signal, onAdvance);
    }
    const ended = performance.now();
    const computed = analysis.knownCount - before.known;
    return {
      seconds: (ended - began) / 1000,
      tokensPerSecond: computed === 0 ? 0 : (computed / (ended - before.at)) * 1000,
    };
  }

  /** Something else is on screen: if it is not known yet, it is computed next. */
  lookedElsewhere(): void {
    const looked = this.looked(this.around.look());
    const { piece, controller } = this.current ?? {};
    const isOnScreen = looked.some(
      ({ first, end }) => piece !== undefined && first < piece.end && piece.first < end,
    );
    if (!isOnScreen && this.pending?.firstOf(looked) !== undefined) controller?.abort();
  }

  private *adopt({ keys, checks }: ContextKeys): Steps<void> {
    for (const [row, key] of keys.entries()) {
      const results = this.around.cache.find(key, checks[row] ?? 0);
      if (results !== undefined) this.analysis.adopt(row, results);
      yield;
    }
  }

  private async score(
    piece: Piece,
    ids: Int32Array,
    keys: ContextKeys,
    signal: AbortSignal,
    onAdvance: () => void,
  ): Promise<void> {
    const controller = new AbortController();
    const firstIndex = this.analysis.tokens.at(0)?.index ?? 0;
    this.current = { piece, controller };
    try {
      const either = AbortSignal.any([signal, controller.signal]);
      for await (const event of this.around.client.score(this.requestOf(piece, ids), either)) {
        const first = piece.first - firstIndex + event.first;
        this.analysis.apply({ ...event, first });
        if (event.kind === 'losses') this.remember(first, event.losses, keys);
        onAdvance();
      }
      if (!this.analysis.table.isKnown(piece.first - firstIndex)) {
        throw new Error('The engine left out what it was asked for.');
      }
    } catch (error) {
      if (signal.aborted || !controller.signal.aborted) throw error;
    } finally {
      this.current = undefined;
    }
  }

  /** Rows of losses that came last: all else that there is to know of their tokens has come before. */
  private remember(first: number, losses: Float32Array, { keys, checks }: ContextKeys): void {
    const rows = losses.length / this.analysis.table.space.count;
    const block = this.analysis.results(first, first + rows);
    for (let at = 0; block !== undefined && at < rows; at++) {
      const row = first + at;
      this.around.cache.add(keys[row] ?? 0, checks[row] ?? 0, { block, at });
    }
  }

  /** On screen, as tokens of the document. */
  private looked(spans: readonly Span[]): TokenRange[] {
    const { tokens } = this.analysis;
    const firstIndex = tokens.at(0)?.index ?? 0;
    return spans.map(({ start, end }) => {
      const range = tokensIn(tokens, start, end);
      return { first: firstIndex + range.first, end: firstIndex + range.end };
    });
  }

  private requestOf({ window, first, end }: Piece, ids: Int32Array): ScoreRequest {
    const { bundle, provider, modules, router, search } = this.request;
    return {
      ...{ bundle, provider, modules },
      ids: ids.slice(window.start, window.end),
      from: first - window.start,
      to: end - window.start,
      ...(router !== undefined && { router }),
      ...(search !== undefined && { search }),
    };
  }
}

/** What the results of a token depend on besides its window. */
function runName({ model, run, search }: Analysis, provider: Provider): string {
  return JSON.stringify([model.sha256, provider, run.modules, run.router ?? null, search]);
}
