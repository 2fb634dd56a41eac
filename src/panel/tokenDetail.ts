import type { Analysis } from '../core/analysis';
import type { Constraint } from '../core/constraint';
import { Failure } from '../core/failure';
import type { LossTable } from '../core/lossTable';
import { measure, type Kind, type Measures } from '../core/measures';
import { orNull } from '../core/means';
import type { Module } from '../core/module';
import type { OracleChoice } from '../core/oracle';
import type { Shown } from './shown';

/** One token in depth. */
export interface TokenDetail {
  /** Of the subject. */
  readonly revision: number;
  readonly token: number;
  /** [routes] the losses of all routes, nats, in the order of the run's route space. */
  readonly losses: Float32Array;
  readonly surprise: number;
  readonly difficulty: number;
  readonly kind: Kind;
  /** Under the asked layers; `null` where no budget is admissible. */
  readonly neededBudget: number | null;
  readonly oracle: RouteLoss | null;
  readonly small: RouteLoss | null;
  readonly big: RouteLoss | null;
  readonly router: {
    readonly modules: readonly Module[];
    /** `null` when the route uses a module that the table lacks. */
    readonly route: number | null;
    readonly loss: number | null;
    readonly ownLoss: number;
    readonly regret: number | null;
  } | null;
  /** The oracle at budgets 0..L under the asked layers; `null` where there is none. */
  readonly byBudget: readonly (RouteLoss | null)[];
  /** What is chosen without the answer, at the same budgets; `null` of an analysis that lacks expected losses. */
  readonly hindsightFree: {
    readonly asked: ExpectedRoute | null;
    readonly byBudget: readonly (ExpectedRoute | null)[];
  } | null;
  /** The best routes under the question, best first: at most five. */
  readonly best: readonly RouteLoss[];
  /** Route ambiguity: how many of the admissible routes come within the tolerance of the best of them. */
  readonly nearlyAsGood: {
    readonly count: number;
    readonly of: number;
    /** Nats. */
    readonly tolerance: number;
  };
  /** What all layers big would have expected, likeliest first. */
  readonly predictions: readonly {
    readonly text: string;
    readonly probability: number;
    readonly actual: boolean;
  }[];
}

export interface RouteLoss {
  /** Index in the run's route space. */
  readonly route: number;
  /** Nats. */
  readonly loss: number;
}

/** A route that was chosen for what it was expected to lose. */
export interface ExpectedRoute extends RouteLoss {
  /** Nats: the mean over the labels that the all-big model draws. */
  readonly expected: number;
}

const BEST_ROUTES = 5;

/** Throws Failure('request') when the token's losses are not known. */
export function detailOf(
  { analysis, vocabulary, tolerance }: Shown,
  constraint: Constraint,
  token: number,
  revision: number,
): TokenDetail {
  if (!analysis.table.isKnown(token)) {
    throw new Failure('request', 'The losses of this token are not known yet.');
  }
  const part = analysis.slice(token, token + 1);
  const measures = measure(part, { constraint, tolerance });
  const { table } = part;
  const { space } = table;
  const needed = measures.neededBudget[0] ?? -1;
  const ranked = rankedRoutes(table, constraint);
  return {
    revision,
    token,
    losses: table.row(0).slice(),
    surprise: measures.surprise[0] ?? Number.NaN,
    difficulty: measures.difficulty[0] ?? Number.NaN,
    kind: measures.kinds[0] ?? 'easy',
    neededBudget: needed < 0 ? null : needed,
    oracle: choiceAt(measures.oracle, 0),
    small: routeLoss(table, space.uniform('small')),
    big: routeLoss(table, space.uniform('big')),
    router: routerOf(part, measures),
    byBudget: Array.from({ length: space.layers + 1 }, (_, budget) => {
      return choiceAt(measures.byBudget, budget);
    }),
    hindsightFree: hindsightFreeOf(part, measures),
    best: ranked.slice(0, BEST_ROUTES),
    nearlyAsGood: {
      count: ranked.filter(({ loss }) => loss <= (ranked[0]?.loss ?? 0) + tolerance).length,
      of: ranked.length,
      tolerance,
    },
    predictions: part.predictions(0).map(({ id, probability }) => ({
      text: vocabulary[id] ?? '',
      probability,
      actual: id === part.tokens.at(0)?.id,
    })),
  };
}

/** The admissible routes of a table of one token, as far as they were tried, best first; ties: the lowest. */
function rankedRoutes(table: LossTable, constraint: Constraint): RouteLoss[] {
  const routes = Array.from(table.space.admissible(constraint), (route) => {
    return { route, loss: table.loss(0, route) };
  });
  const tried = routes.filter(({ loss }) => !Number.isNaN(loss));
  return tried.sort((a, b) => a.loss - b.loss || a.route - b.route);
}

function choiceAt({ routes, losses }: OracleChoice, at: number): RouteLoss | null {
  const route = routes[at] ?? -1;
  return route < 0 ? null : { route, loss: losses[at] ?? Number.NaN };
}

function hindsightFreeOf(
  { table, expected }: Analysis,
  { hindsightFree }: Measures,
): TokenDetail['hindsightFree'] {
  if (expected === undefined || hindsightFree === undefined) return null;
  const at = (choice: OracleChoice, budget: number): ExpectedRoute | null => {
    const chosen = choiceAt(choice, budget);
    return chosen && { ...chosen, expected: expected.loss(0, chosen.route) };
  };
  return {
    asked: at(hindsightFree.asked, 0),
    byBudget: Array.from({ length: table.space.layers + 1 }, (_, budget) => {
      return at(hindsightFree.byBudget, budget);
    }),
  };
}

function routeLoss(table: LossTable, route: number | undefined): RouteLoss | null {
  return route === undefined ? null : { route, loss: table.loss(0, route) };
}

function routerOf(part: Analysis, measures: Measures): TokenDetail['router'] {
  const modules = part.routerRoute(0);
  const ownLoss = part.ownLoss(0);
  if (modules === undefined || ownLoss === undefined) return null;
  const route = measures.routerRoutes[0] ?? -1;
  return {
    modules,
    route: route < 0 ? null : route,
    loss: orNull(measures.routerLoss[0]),
    ownLoss,
    regret: orNull(measures.regret[0]),
  };
}
