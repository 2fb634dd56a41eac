import type { Analysis, AnalysisRun, AnalysisSource } from '../core/analysis';
import { layerUsage, meanBudget, type LayerUsage } from '../core/layerUsage';
import {
  difficultyOf,
  kindOf,
  KINDS,
  lossesOf,
  neededBudget,
  regretOf,
  routerLosses,
  surpriseRoute,
} from '../core/measures';
import { meanOf, orNull } from '../core/means';
import type { ModelInfo } from '../core/model';
import { UNKNOWN_MODULE } from '../core/module';
import { anyLayers, oracleByBudget } from '../core/oracle';
import { atOnce, type Steps } from '../core/steps';
import type { Shown } from './shown';

/** What is analysed and what is known of it before any question: changes while an analysis runs, never with a budget. */
export interface Subject {
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
  readonly tokens: SubjectTokens;
  readonly router: RouterFigures | null;
}

/** One entry per analysed token. Missing numbers are NaN in floats, -1 in integers, `UNKNOWN` in bytes. */
export interface SubjectTokens {
  readonly count: number;
  /** How many have losses. */
  readonly known: number;
  /** Number in the document of the first. */
  readonly firstIndex: number;
  /** For display: what is no whole text is written like `\xE2\x82`. */
  readonly texts: readonly string[];
  /** UTF-16 offsets into the analysed text; equal where a token only continues a character. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
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

export function subjectOf(shown: Shown, revision: number): Subject {
  return atOnce(subjectSteps(shown, revision));
}

/** The same in steps of some milliseconds each, for 25,000 tokens. */
export function* subjectSteps(shown: Shown, revision: number): Steps<Subject> {
  const { analysis, provider, timing } = shown;
  const { source, model, run } = analysis;
  const tokens = yield* tokensOf(shown);
  const router = routerOf(analysis, tokens);
  const hasExpected = analysis.expected !== undefined;
  return { revision, source, model, run, provider, timing, hasExpected, tokens, router };
}

function* tokensOf({ analysis, vocabulary, tolerance }: Shown): Steps<SubjectTokens> {
  const { table, model, routerRoutes } = analysis;
  const { firstIndex, ids, starts, ends } = analysis.tokens.columns();
  const surprise = lossesOf(table, surpriseRoute(table.space));
  yield;
  const difficulty = difficultyOf(table, surprise);
  yield;
  const byBudget = oracleByBudget(table, anyLayers(model.layers), false);
  yield;
  const regret = regretOf(table, routerRoutes);
  yield;
  const routerLoss = routerLosses(table, routerRoutes);
  yield;
  const bigLoss = lossesOf(table, table.space.uniform('big') ?? -1);
  yield;
  return {
    count: ids.length,
    known: table.knownCount,
    firstIndex,
    texts: Array.from(ids, (id) => vocabulary[id] ?? ''),
    starts: starts.slice(),
    ends: ends.slice(),
    surprise,
    difficulty,
    predictedDifficulty: analysis.predictedDifficulties.slice(),
    regret,
    bigLoss,
    routerLoss,
    ownLoss: analysis.ownLosses.slice(),
    neededBudget: neededBudget(byBudget, ids.length, tolerance),
    kinds: new Uint8Array(ids.length).map((_, token) => {
      const kind = kindOf(surprise[token] ?? Number.NaN, difficulty[token] ?? Number.NaN);
      return kind === undefined ? UNKNOWN : KINDS.indexOf(kind);
    }),
    routerModules: analysis.routerModules.slice(),
  };
}

function routerOf({ run, model }: Analysis, tokens: SubjectTokens): RouterFigures | null {
  if (run.router === undefined) return null;
  const usage = layerUsage(model.layers, tokens.routerModules);
  return {
    name: run.router,
    meanBudget: usage === undefined ? null : meanBudget(usage),
    meanLoss: orNull(meanOf(tokens.routerLoss)),
    ownMeanLoss: orNull(meanOf(tokens.ownLoss)),
    usage: usage ?? null,
  };
}
