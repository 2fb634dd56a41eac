import { eachEvent } from '../../src/client/eachEvent';
import type { EngineClient } from '../../src/client/engineClient';
import { Analysis, type AnalysisRun } from '../../src/core/analysis';
import type { AnalysisEvent } from '../../src/core/analysisEvent';
import type { LayerConstraint, ModuleList } from '../../src/core/module';
import type { ModelInfo } from '../../src/core/model';
import { anyLayers } from '../../src/core/oracle';
import type { Cache } from './cache';
import { leastEntropy } from './entropy';
import { SMALL_BIG } from './measuredSet';
import type { SampleDocument } from './sample';

/** The tokens of a document's beginning; offsets are UTF-16, into its text. */
export interface Beginning {
  readonly ids: Int32Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** The loss table in *big* context, and what else comes with it. */
export interface TableRun {
  /** [tokens, routes] */
  readonly losses: Float32Array;
  /** Same shape; `undefined` of a bundle without expected losses. */
  readonly expected: Float32Array | undefined;
  /** [tokens] of what the all-big model predicts. */
  readonly entropy: Float32Array;
  /** [tokens] nats; `undefined` of a bundle without a difficulty head. */
  readonly predictedDifficulty: Float32Array | undefined;
}

/** A router's own run. */
export interface RouterRun {
  /** [tokens, layers] index into MODULES. */
  readonly modules: Uint8Array;
  /** [tokens] nats */
  readonly ownLosses: Float32Array;
}

/** The product's engine at work on the sample's documents; what it once found it finds in the cache. */
export class DocumentRuns {
  constructor(
    private readonly client: EngineClient,
    private readonly cache: Cache,
    private readonly model: ModelInfo,
    /** Folder of its bundle. */
    private readonly bundle: string,
  ) {}

  /** At most `most` tokens, and at most one window. */
  async beginning({ text }: SampleDocument, most: number): Promise<Beginning> {
    const limit = Math.min(most, this.model.contextLength - 1);
    return await this.cache.get({ run: 'tokens', text, limit }, async () => {
      for await (const event of this.tokensOf(text)) {
        if (event.kind === 'tokens') return firstTokens(event, limit);
      }
      throw new Error('The engine named no tokens.');
    });
  }

  async table(document: SampleDocument, tokens: Beginning, modules: ModuleList): Promise<TableRun> {
    const asked = { run: 'table', text: document.text, tokens: tokens.ends.length, modules };
    return await this.cache.get(asked, async () => {
      const run = { modules, router: undefined, context: { kind: 'big' } } as const;
      const analysis = await this.analyze(document, tokens, run);
      const count = analysis.tokens.length;
      const difficulties = Float32Array.from({ length: count }, (_, token) => {
        return analysis.predictedDifficulty(token) ?? Number.NaN;
      });
      return {
        losses: analysis.table.rows(0, count).slice(),
        expected: analysis.expected?.rows(0, count).slice(),
        entropy: Float32Array.from({ length: count }, (_, token) =>
          leastEntropy(analysis.predictions(token).map(({ probability }) => probability)),
        ),
        predictedDifficulty: difficulties.some(Number.isNaN) ? undefined : difficulties,
      };
    });
  }

  /** `layers`: what is taken out of the router's hands. */
  async router(
    document: SampleDocument,
    tokens: Beginning,
    router: string,
    layers: readonly LayerConstraint[] = anyLayers(this.model.layers),
  ): Promise<RouterRun> {
    const { text } = document;
    const asked = { run: 'router', text, tokens: tokens.ends.length, router, layers };
    return await this.cache.get(asked, async () => {
      const run = { modules: SMALL_BIG, router, context: { kind: 'big' } } as const;
      const analysis = new Analysis(this.model, sourceOf(document), run);
      const request = { ...this.opening(text), ...selected(document, tokens), router, layers };
      await eachEvent(this.client.route(request, NEVER), (event) => {
        analysis.apply(event);
      });
      const part = analysis.slice(0, tokens.ends.length);
      return { modules: part.routerModules.slice(), ownLosses: part.ownLosses.slice() };
    });
  }

  /** [tokens] the losses of the oracle's own run: every position keeps the oracle's route of exactly this budget. */
  async oracleInSelfContext(
    document: SampleDocument,
    tokens: Beginning,
    budget: number,
  ): Promise<Float32Array> {
    const asked = { run: 'self', text: document.text, tokens: tokens.ends.length, budget };
    return await this.cache.get(asked, async () => {
      const constraint = { budget, atMost: false, layers: anyLayers(this.model.layers) };
      const context = { kind: 'self', constraint } as const;
      const run = { modules: SMALL_BIG, router: undefined, context };
      const { table } = await this.analyze(document, tokens, run);
      return Float32Array.from({ length: table.tokens }, (_, token) =>
        table.lowestWithBudget(token, budget),
      );
    });
  }

  private async analyze(
    document: SampleDocument,
    tokens: Beginning,
    run: AnalysisRun,
  ): Promise<Analysis> {
    const analysis = new Analysis(this.model, sourceOf(document), run);
    const { modules, context } = run;
    const request = {
      ...this.opening(document.text),
      ...selected(document, tokens),
      modules,
      context,
    };
    await eachEvent(this.client.analyze(request, NEVER), (event) => {
      analysis.apply(event);
    });
    return analysis.slice(0, tokens.ends.length);
  }

  /** The quickest request that names all tokens of a text. */
  private tokensOf(text: string): AsyncGenerator<AnalysisEvent> {
    const [router] = this.model.routers;
    const opening = this.opening(text);
    if (router !== undefined) {
      const layers = anyLayers(this.model.layers);
      return this.client.route({ ...opening, router: router.name, layers }, NEVER);
    }
    return this.client.analyze({ ...opening, modules: SMALL_BIG, context: { kind: 'big' } }, NEVER);
  }

  private opening(text: string): { bundle: string; provider: 'auto'; text: string } {
    return { bundle: this.bundle, provider: 'auto', text };
  }
}

/** Of these tokens the first `most`. */
export function firstTokens({ ids, starts, ends }: Beginning, most: number): Beginning {
  return { ids: ids.slice(0, most), starts: starts.slice(0, most), ends: ends.slice(0, most) };
}

/** Nothing here is given up. */
const NEVER = new AbortController().signal;

/** The engine is asked about the beginning only; losses are those of a run over the whole text. */
function selected(
  { text }: SampleDocument,
  { ends }: Beginning,
): { selection?: { start: number; end: number } } {
  const end = ends.at(-1) ?? 0;
  return end < text.length ? { selection: { start: 0, end } } : {};
}

function sourceOf({ name, text }: SampleDocument): Analysis['source'] {
  return { name, length: text.length, sha256: '' };
}
