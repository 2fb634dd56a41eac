import type { Analysis } from './analysis';
import type { LayerConstraint, ModuleList } from './module';
import { orNull } from './means';
import { surpriseRoute, type Kind, type Measures } from './measures';
import { formatModules } from './routes';
import type { LayerSummary, Summary } from './summary';
import type { Token } from './token';
import { planWindows, type Window } from './windows';

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
  /** The route whose loss is the surprise. */
  readonly surpriseRoute: string;
}

export interface TokenJson {
  readonly index: number;
  readonly id: number;
  readonly text: string;
  /** UTF-16 offsets into the text. */
  readonly start: number;
  readonly end: number;
  readonly loss: {
    /** `null` when the module list has no small. */
    readonly small: number | null;
    readonly big: number | null;
    readonly router: number | null;
    /** Under the options, like `oracle`. */
    readonly oracle: number | null;
  };
  readonly surprise: number | null;
  readonly difficulty: number | null;
  readonly kind: Kind | null;
  readonly neededBudget: number | null;
  readonly oracle: RouteJson | null;
  readonly router: {
    readonly route: string;
    /** In the table; `null` when the route uses a module that the table lacks. */
    readonly loss: number | null;
    readonly ownLoss: number;
    readonly regret: number | null;
  } | null;
  readonly byBudget: readonly {
    readonly budget: number;
    readonly loss: number | null;
    readonly route: string | null;
  }[];
}

export interface RouteJson {
  readonly route: string;
  /** Big layers of the route itself. */
  readonly budget: number;
  readonly loss: number;
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
  const { space } = analysis.table;
  const { budget, atMost, layers } = measures.constraint;
  const { layers: usage, ...summary } = context.summary;
  return {
    schema: ANALYSIS_SCHEMA,
    model: {
      name: model.name,
      layers: model.layers,
      modules: run.modules,
      sha256: model.sha256,
    },
    source,
    options: {
      modules: run.modules,
      context: run.context.kind,
      budget: budget ?? null,
      atMost,
      layers,
      router: run.router ?? null,
      surpriseRoute: space.format(surpriseRoute(space)),
    },
    tokens: tokensJson(analysis, measures, context.text),
    layers: usage,
    windows: windowsOf(analysis),
    summary: { ...summary, timing: context.timing, provider: context.provider },
  };
}

function* tokensJson(analysis: Analysis, measures: Measures, text: string): Generator<TokenJson> {
  let at = 0;
  for (const token of analysis.tokens) yield tokenJson(analysis, measures, text, token, at++);
}

function tokenJson(
  analysis: Analysis,
  measures: Measures,
  text: string,
  { index, id, start, end }: Token,
  token: number,
): TokenJson {
  const { table } = analysis;
  const { space } = table;
  const uniformLoss = (module: 'small' | 'big'): number | null => {
    const route = space.uniform(module);
    return route === undefined ? null : orNull(table.loss(token, route));
  };
  const neededBudget = measures.neededBudget[token] ?? -1;
  const oracle = routeJson(analysis, measures, token);
  return {
    index,
    id,
    text: text.slice(start, end),
    start,
    end,
    loss: {
      small: uniformLoss('small'),
      big: uniformLoss('big'),
      router: orNull(measures.routerLoss[token]),
      oracle: oracle?.loss ?? null,
    },
    surprise: orNull(measures.surprise[token]),
    difficulty: orNull(measures.difficulty[token]),
    kind: measures.kinds[token] ?? null,
    neededBudget: neededBudget < 0 ? null : neededBudget,
    oracle,
    router: routerJson(analysis, measures, token),
    byBudget: Array.from({ length: space.layers + 1 }, (_, budget) => {
      const at = budget * table.tokens + token;
      const route = measures.byBudget.routes[at] ?? -1;
      return {
        budget,
        loss: orNull(measures.byBudget.losses[at]),
        route: route < 0 ? null : space.format(route),
      };
    }),
  };
}

function routeJson(analysis: Analysis, measures: Measures, token: number): RouteJson | null {
  const { space } = analysis.table;
  const route = measures.oracle.routes[token] ?? -1;
  if (route < 0) return null;
  return {
    route: space.format(route),
    budget: space.bigCount(route),
    loss: measures.oracle.losses[token] ?? missing(token),
  };
}

function routerJson(analysis: Analysis, measures: Measures, token: number): TokenJson['router'] {
  const route = analysis.routerRoute(token);
  const ownLoss = analysis.ownLoss(token);
  if (route === undefined || ownLoss === undefined) return null;
  return {
    route: formatModules(route),
    loss: orNull(measures.routerLoss[token]),
    ownLoss,
    regret: orNull(measures.regret[token]),
  };
}

function windowsOf({ tokens, model }: Analysis): Window[] {
  const first = tokens.at(0)?.index ?? 0;
  const after = (tokens.at(-1)?.index ?? -1) + 1;
  return planWindows(after, model.contextLength, first, after);
}

function missing(token: number): never {
  throw new RangeError(`No token ${String(token)}`);
}
