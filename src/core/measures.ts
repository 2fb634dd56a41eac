import type { Analysis } from './analysis';
import type { Constraint } from './constraint';
import { hindsightFree, type HindsightFree } from './hindsightFree';
import type { LossTable } from './lossTable';
import { atConstraint, oracleByBudget, type OracleChoice } from './oracle';
import type { Module, ModuleList } from './module';
import type { RouteSpace } from './routes';

/**
 * Where a token stands: seen coming, much better on the right route, or hard for any route (paper, Fig 5 and 6). The right
 * route is chosen knowing the answer: that compute helps does not say that all big does.
 */
export const KINDS = ['easy', 'computeHelps', 'uncertain'] as const;
export type Kind = (typeof KINDS)[number];

export interface KindThresholds {
  /** Nats of surprise below which a token is easy. */
  readonly easyBelow: number;
  /** Nats of difficulty from which the right route makes a difference that counts. */
  readonly helpsFrom: number;
}

export const DEFAULT_KIND_THRESHOLDS: KindThresholds = { easyBelow: 1, helpsFrom: 0.5 };

/** Nats by which a cheaper route may miss the best and still count as good enough. */
export const DEFAULT_TOLERANCE = 0.05;

/** What a user asks of an analysis; each answer is a query over the loss table, without a model run. */
export interface Question {
  readonly constraint: Constraint;
  /** Defaults: `DEFAULT_KIND_THRESHOLDS` and `DEFAULT_TOLERANCE`. */
  readonly thresholds?: KindThresholds;
  readonly tolerance?: number;
}

/** The answers, one entry per analysed token; NaN (in `neededBudget` and routes: -1) where one does not exist or is not known yet. */
export interface Measures {
  readonly constraint: Constraint;
  /** The oracle under the asked constraint. */
  readonly oracle: OracleChoice;
  /** The oracle at every budget, under the asked layers, [budgets, tokens]. */
  readonly byBudget: OracleChoice;
  /** What is chosen without the answer; `undefined` of an analysis without expected losses. */
  readonly hindsightFree: HindsightFree | undefined;
  readonly surprise: Float32Array;
  readonly difficulty: Float32Array;
  /** What the oracle under the asked constraint loses to the best of any route. */
  readonly shortfall: Float32Array;
  /** `undefined` where the losses are not known yet. */
  readonly kinds: readonly (Kind | undefined)[];
  readonly neededBudget: Int16Array;
  /** Route indices of the router's choices; -1 where it used a module that the table lacks, or did not run. */
  readonly routerRoutes: Int32Array;
  /** Losses of those routes in the table. */
  readonly routerLoss: Float32Array;
  readonly regret: Float32Array;
}

export function measure(analysis: Analysis, question: Question): Measures {
  const { table, expected } = analysis;
  const { space } = table;
  const { constraint } = question;
  const surprise = lossesOf(table, surpriseRoute(space));
  const difficulty = difficultyOf(table, surprise);
  const byBudget = oracleByBudget(table, constraint.layers, constraint.atMost);
  const oracle = atConstraint(byBudget, table.tokens, constraint);
  const routerRoutes = analysis.routerRoutes;
  return {
    constraint,
    oracle,
    byBudget,
    hindsightFree: expected && hindsightFree(table, expected, constraint),
    surprise,
    difficulty,
    shortfall: shortfallOf(table, oracle.losses),
    kinds: Array.from(surprise, (value, token) =>
      kindOf(value, difficulty[token] ?? Number.NaN, question.thresholds),
    ),
    neededBudget: neededBudget(byBudget, table.tokens, question.tolerance),
    routerRoutes,
    routerLoss: routerLosses(table, routerRoutes),
    regret: regretOf(table, routerRoutes),
  };
}

/** The module that all layers take in the route whose loss is the surprise: small, or skip when the list has no small. */
export function surpriseModule(modules: ModuleList): Module {
  return modules.includes('small') ? 'small' : 'skip';
}

/** The route whose loss is the surprise. */
export function surpriseRoute(space: RouteSpace): number {
  return space.uniform(surpriseModule(space.modules)) ?? 0;
}

/** [tokens] the loss of one route; NaN where not known. */
export function lossesOf(table: LossTable, route: number): Float32Array {
  return new Float32Array(table.tokens).map((_, token) => table.loss(token, route));
}

/** [tokens] the paper's loss gap: what compute could still win, over *any* route of the table, whatever the constraint. */
export function difficultyOf(table: LossTable, surprise: Float32Array): Float32Array {
  return lossToBest(table, surprise);
}

/** [tokens] what a constraint costs: the oracle's loss under it minus the lowest loss of *any* route of the table. */
export function shortfallOf(table: LossTable, oracleLosses: Float32Array): Float32Array {
  return lossToBest(table, oracleLosses);
}

function lossToBest(table: LossTable, losses: Float32Array): Float32Array {
  return losses.map((value, token) => {
    let best = value;
    for (let budget = 0; budget <= table.space.layers; budget++) {
      const loss = table.lowestWithBudget(token, budget);
      if (loss < best) best = loss;
    }
    return value - best;
  });
}

export function kindOf(
  surprise: number,
  difficulty: number,
  thresholds: KindThresholds = DEFAULT_KIND_THRESHOLDS,
): Kind | undefined {
  if (Number.isNaN(surprise) || Number.isNaN(difficulty)) return undefined;
  if (surprise < thresholds.easyBelow) return 'easy';
  return difficulty >= thresholds.helpsFrom ? 'computeHelps' : 'uncertain';
}

/** How many tokens are of each kind. */
export type KindCounts = Readonly<Record<Kind, number>>;

export function kindCounts(kinds: Measures['kinds']): KindCounts {
  const counts = { easy: 0, computeHelps: 0, uncertain: 0 };
  for (const kind of kinds) if (kind !== undefined) counts[kind]++;
  return counts;
}

/**
 * [tokens] the smallest budget whose oracle comes within `tolerance` nats of the best of all budgets; -1 where none is
 * admissible or known. `byBudget` as `oracleByBudget` returns it; exact or at most gives the same answer.
 */
export function neededBudget(
  byBudget: OracleChoice,
  tokens: number,
  tolerance = DEFAULT_TOLERANCE,
): Int16Array {
  const { losses } = byBudget;
  return new Int16Array(tokens).map((_, token) => {
    let best = Number.POSITIVE_INFINITY;
    for (let at = token; at < losses.length; at += tokens) {
      const loss = losses[at] ?? Number.NaN;
      if (loss < best) best = loss;
    }
    for (let at = token, budget = 0; at < losses.length; at += tokens, budget++) {
      if ((losses[at] ?? Number.NaN) <= best + tolerance) return budget;
    }
    return -1;
  });
}

/** [tokens] the table's losses of the routes that the router took; NaN where that is -1 or not known. */
export function routerLosses(table: LossTable, routes: Int32Array): Float32Array {
  return new Float32Array(table.tokens).map((_, token) => table.loss(token, routes[token] ?? -1));
}

/**
 * [tokens] how much the router's route loses to the oracle at exactly the router's own number of big layers, both in the
 * table's context: never negative. It leaves the layer constraint aside, since the router knew nothing of it.
 */
export function regretOf(table: LossTable, routerRoutes: Int32Array): Float32Array {
  const { space } = table;
  return new Float32Array(table.tokens).map((_, token) => {
    const taken = routerRoutes[token] ?? -1;
    if (taken < 0) return Number.NaN;
    return table.loss(token, taken) - table.lowestWithBudget(token, space.bigCount(taken));
  });
}
