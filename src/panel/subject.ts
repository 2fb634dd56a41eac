import type { Analysis, AnalysisRun, AnalysisSource } from '../core/analysis';
import {
  addedCounts,
  meanBudget,
  moduleCounts,
  usageOf,
  type LayerUsage,
} from '../core/layerUsage';
import {
  difficultyOf,
  kindOf,
  KINDS,
  lossesOf,
  neededBudget,
  regretOf,
  routerLosses,
  surpriseModule,
  surpriseRoute,
} from '../core/measures';
import { meanOfTotals, orNull, totalOf, type Total } from '../core/means';
import type { ModelInfo } from '../core/model';
import { UNKNOWN_MODULE } from '../core/module';
import { anyLayers, oracleByBudget } from '../core/oracle';
import { knowledgeOf, type Made } from './parts';
import type { Shown } from './shown';

/** What is analysed and what is known of it before any question: changes while an analysis runs, never with a budget. */
export interface Subject extends SubjectHead {
  readonly tokens: SubjectTokens;
}

/** A subject without what travels in parts. */
export interface SubjectHead {
  /** Grows with every change; what belongs to this state of the analysis carries the same number. */
  readonly revision: number;
  readonly source: AnalysisSource;
  readonly model: ModelInfo;
  readonly run: AnalysisRun;
  readonly provider: string;
  /** Of a finished run. */
  readonly timing: { readonly seconds: number; readonly tokensPerSecond: number } | null;
  /** There are expected losses, so that hindsight is measured. */
  readonly hasExpected: boolean;
  readonly tokens: TokenCounts;
  /** Nats per known token with one module at every layer; `null` where the table lacks it or nothing is known. */
  readonly meanLoss: { readonly small: number | null; readonly big: number | null };
  readonly router: RouterFigures | null;
}

export type SubjectTokens = TokenCounts & TokenColumns;

export interface TokenCounts {
  readonly count: number;
  /** How many have losses. */
  readonly known: number;
  /** Number in the document of the first. */
  readonly firstIndex: number;
}

/** One entry per analysed token. Missing numbers are NaN in floats, -1 in integers, `UNKNOWN` in bytes. */
export type TokenColumns = TextColumns & NumberColumns;

/** What tokens are: known from the beginning. */
interface TextColumns {
  /** For display: what is no whole text is written like `\xE2\x82`. */
  readonly texts: readonly string[];
  /** UTF-16 offsets into the analysed text; equal where a token only continues a character. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

interface NumberColumns {
  /** Nats. */
  readonly surprise: Float32Array;
  readonly difficulty: Float32Array;
  /** What the all-big model foresaw of it without the token. */
  readonly predictedDifficulty: Float32Array;
  readonly regret: Float32Array;
  /** All layers big. */
  readonly bigLoss: Float32Array;
  /** The table's loss of the router's route. */
  readonly routerLoss: Float32Array;
  /** In the router's own run. */
  readonly ownLoss: Float32Array;
  /** Any module at any layer, unlike what follows a question (`TokenDetail`, JSON, CSV). */
  readonly neededBudget: Int16Array;
  /** Index into KINDS. */
  readonly kinds: Uint8Array;
  /** [tokens, layers] the router's choices, index into MODULES. */
  readonly routerModules: Uint8Array;
}

/** In arrays of bytes: not known. */
export const UNKNOWN = UNKNOWN_MODULE;

/** The router over all tokens that it has reached. */
export interface RouterFigures {
  readonly name: string;
  /** Big layers per token that it took on average. */
  readonly meanBudget: number | null;
  /** Nats per token, of its routes in the table. */
  readonly meanLoss: number | null;
  /** Nats per token, in its own run. */
  readonly ownMeanLoss: number | null;
  /** By layer, lowest first. */
  readonly usage: readonly LayerUsage[] | null;
}

/** What the figures over all tokens need of some of them. */
export interface SubjectTally {
  /** [layers, MODULES] how many tokens the router sent through each module. */
  readonly modules: Uint32Array;
  /** Nats, with one module at every layer; of no token where the table lacks it. */
  readonly allSmall: Total;
  readonly allBig: Total;
  /** Nats, of the router's routes in the table and in its own run. */
  readonly routerLoss: Total;
  readonly ownLoss: Total;
}

const NOTHING: Total = { sum: 0, count: 0 };

/** All of it at once. */
export function subjectOf(shown: Shown, revision: number): Subject {
  const { columns, tally } = subjectPart(shown, true);
  const head = subjectHead(shown, revision, [tally]);
  const empty = emptyColumns(head.tokens.count, head.model.layers);
  const tokens = { ...empty, ...columns, ...head.tokens };
  return { ...head, tokens };
}

/** `tallies`: of all parts. */
export function subjectHead(
  { analysis, provider, timing }: Pick<Shown, 'analysis' | 'provider' | 'timing'>,
  revision: number,
  tallies: readonly SubjectTally[],
): SubjectHead {
  const { source, model, run, expected, table, tokens } = analysis;
  const { firstIndex } = tokens.columns();
  return {
    ...{ revision, source, model, run, provider, timing },
    hasExpected: expected !== undefined,
    tokens: { count: tokens.length, known: table.knownCount, firstIndex },
    meanLoss: {
      small: orNull(meanOfTotals(tallies.map(({ allSmall }) => allSmall))),
      big: orNull(meanOfTotals(tallies.map(({ allBig }) => allBig))),
    },
    router: routerOf(analysis, tallies),
  };
}

/** `analysis`: of some consecutive tokens; `withText`: what they are, too. */
export function subjectPart(
  { analysis, vocabulary, tolerance }: Pick<Shown, 'analysis' | 'vocabulary' | 'tolerance'>,
  withText: boolean,
): Made<TokenColumns, SubjectTally> {
  const { layers } = analysis.model;
  const text = withText ? textColumns(analysis, vocabulary) : undefined;
  const numbers = knowledgeOf(analysis) === 0 ? undefined : numberColumns(analysis, tolerance);
  const { surprise, bigLoss, routerModules, routerLoss, ownLoss } =
    numbers ?? emptyNumbers(analysis.tokens.length, layers);
  return {
    columns: text === undefined && numbers === undefined ? undefined : { ...text, ...numbers },
    tally: {
      modules: moduleCounts(layers, routerModules),
      allSmall: surpriseModule(analysis.run.modules) === 'small' ? totalOf(surprise) : NOTHING,
      allBig: totalOf(bigLoss),
      routerLoss: totalOf(routerLoss),
      ownLoss: totalOf(ownLoss),
    },
  };
}

/** Of so many tokens, none of which is known. */
export function emptyColumns(tokens: number, layers: number): TokenColumns {
  return {
    texts: new Array<string>(tokens).fill(''),
    starts: new Int32Array(tokens),
    ends: new Int32Array(tokens),
    ...emptyNumbers(tokens, layers),
  };
}

function emptyNumbers(tokens: number, layers: number): NumberColumns {
  const unknown = (): Float32Array => new Float32Array(tokens).fill(Number.NaN);
  return {
    surprise: unknown(),
    difficulty: unknown(),
    predictedDifficulty: unknown(),
    regret: unknown(),
    bigLoss: unknown(),
    routerLoss: unknown(),
    ownLoss: unknown(),
    neededBudget: new Int16Array(tokens).fill(-1),
    kinds: new Uint8Array(tokens).fill(UNKNOWN),
    routerModules: new Uint8Array(tokens * layers).fill(UNKNOWN),
  };
}

/** Copies, not views: VS Code would send all of what a view is of. */
function textColumns({ tokens }: Analysis, vocabulary: readonly string[]): TextColumns {
  const { ids, starts, ends } = tokens.columns();
  return {
    texts: Array.from(ids, (id) => vocabulary[id] ?? ''),
    starts: starts.slice(),
    ends: ends.slice(),
  };
}

function numberColumns(analysis: Analysis, tolerance: number): NumberColumns {
  const { table, model, routerRoutes } = analysis;
  const surprise = lossesOf(table, surpriseRoute(table.space));
  const difficulty = difficultyOf(table, surprise);
  const byBudget = oracleByBudget(table, anyLayers(model.layers), false);
  return {
    surprise,
    difficulty,
    predictedDifficulty: analysis.predictedDifficulties.slice(),
    regret: regretOf(table, routerRoutes),
    bigLoss: lossesOf(table, table.space.uniform('big') ?? -1),
    routerLoss: routerLosses(table, routerRoutes),
    ownLoss: analysis.ownLosses.slice(),
    neededBudget: neededBudget(byBudget, table.tokens, tolerance),
    kinds: new Uint8Array(table.tokens).map((_, token) => {
      const kind = kindOf(surprise[token] ?? Number.NaN, difficulty[token] ?? Number.NaN);
      return kind === undefined ? UNKNOWN : KINDS.indexOf(kind);
    }),
    routerModules: analysis.routerModules.slice(),
  };
}

function routerOf(
  { run, model }: Analysis,
  tallies: readonly SubjectTally[],
): RouterFigures | null {
  if (run.router === undefined) return null;
  const usage = usageOf(
    model.layers,
    addedCounts(
      model.layers,
      tallies.map(({ modules }) => modules),
    ),
  );
  return {
    name: run.router,
    meanBudget: usage === undefined ? null : meanBudget(usage),
    meanLoss: orNull(meanOfTotals(tallies.map(({ routerLoss }) => routerLoss))),
    ownMeanLoss: orNull(meanOfTotals(tallies.map(({ ownLoss }) => ownLoss))),
    usage: usage ?? null,
  };
}
