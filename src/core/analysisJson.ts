import type { Analysis, AnalysisRun } from './analysis';
import type { Constraint } from './constraint';
import type { ModelInfo } from './model';
import type { LayerConstraint, ModuleList } from './module';
import { surpriseRoute, type Measures } from './measures';
import { RouteSpace } from './routes';
import type { Search } from './search';
import type { LayerSummary, Summary } from './summary';
import { tokenJson, type TokenJson } from './tokenJson';
import type { Window } from './windows';

export const ANALYSIS_SCHEMA = 'duo-llm/analysis@1';

/** An analysis as JSON. What does not exist is `null`: an infeasible budget, a router that did not run. Losses in nats. */
export interface AnalysisJson {
  readonly schema: typeof ANALYSIS_SCHEMA;
  readonly model: {
    readonly name: string;
    readonly layers: number;
    readonly modules: ModuleList;
    readonly sha256: string;
  };
  readonly source: { readonly name: string; readonly length: number; readonly sha256: string };
  readonly options: OptionsJson;
  readonly tokens: readonly TokenJson[];
  readonly layers: readonly LayerSummary[];
  readonly windows: readonly Window[];
  readonly summary: Omit<Summary, 'layers'> & {
    /** `null` of a run that did not finish. */
    readonly timing: Timing | null;
    readonly provider: string;
  };
}

export interface OptionsJson {
  readonly modules: ModuleList;
  readonly context: 'big' | 'self';
  /** `null`: any. */
  readonly budget: number | null;
  readonly atMost: boolean;
  readonly layers: readonly LayerConstraint[];
  readonly router: string | null;
  readonly search: Search;
  /** The route whose loss is the surprise. */
  readonly surpriseRoute: string;
}

/** What is known of a run besides its analysis. */
export interface RunContext {
  /** The analysed text. */
  readonly text: string;
  readonly summary: Summary;
  readonly timing: Timing | null;
  readonly provider: string;
}

interface Timing {
  readonly seconds: number;
  readonly tokensPerSecond: number;
}

/** As `AnalysisJson`, but its tokens are made as they are read, once: of a long text they are much at a time. */
export type LazyAnalysisJson = Omit<AnalysisJson, 'tokens'> & {
  readonly tokens: Iterable<TokenJson>;
};

export function toJson(analysis: Analysis, measures: Measures, context: RunContext): AnalysisJson {
  const json = toLazyJson(analysis, measures, context);
  return { ...json, tokens: [...json.tokens] };
}

export function toLazyJson(
  analysis: Analysis,
  measures: Measures,
  context: RunContext,
): LazyAnalysisJson {
  const { model, source, run } = analysis;
  const { layers: usage, ...summary } = context.summary;
  return {
    schema: ANALYSIS_SCHEMA,
    model: modelJson(model, run),
    source,
    options: optionsJson(run, measures.constraint),
    tokens: tokensJson(analysis, measures, context.text),
    layers: usage,
    windows: analysis.windows,
    summary: { ...summary, timing: context.timing, provider: context.provider },
  };
}

export function modelJson(
  { name, layers, sha256 }: ModelInfo,
  { modules }: AnalysisRun,
): AnalysisJson['model'] {
  return { name, layers, modules, sha256 };
}

export function optionsJson(
  { modules, context, router, search }: AnalysisRun,
  { budget, atMost, layers }: Constraint,
): OptionsJson {
  const space = new RouteSpace(modules, layers.length);
  return {
    modules,
    context: context.kind,
    budget: budget ?? null,
    atMost,
    layers,
    router: router ?? null,
    search: search ?? 'exact',
    surpriseRoute: space.format(surpriseRoute(space)),
  };
}

function* tokensJson(analysis: Analysis, measures: Measures, text: string): Generator<TokenJson> {
  let at = 0;
  for (const token of analysis.tokens) yield tokenJson(analysis, measures, text, token, at++);
}
