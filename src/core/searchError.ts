import type { Analysis } from './analysis';
import { searchRoutes } from './beam';
import type { LossTable } from './lossTable';
import type { RouteSpace } from './routes';
import type { Steps } from './steps';

/** What the beam misses, measured on those tokens of the text of which every route was evaluated. */
export interface SearchError {
  /** How many they are. */
  readonly tokens: number;
  /** Nats by which the beam's best route of a budget misses the best there is: the mean over tokens and budgets. */
  readonly mean: number;
  /** Nats by which 99 % of the tokens are missed at most, each at the budget at which it is missed most. */
  readonly within: number;
}

const WITHIN = 0.99;

/**
 * Runs the beam again on the tokens whose losses are all known, as if they were not. `undefined` of an exact analysis, or
 * where there is no such token.
 */
export function* searchError(
  analysis: Pick<Analysis, 'search' | 'table'> & { readonly routerRoutes: Int32Array },
): Steps<SearchError | undefined> {
  if (analysis.search !== 'beam') return undefined;
  const { table, routerRoutes } = analysis;
  const worst: number[] = [];
  let sum = 0;
  for (let token = 0; token < table.tokens; token++) {
    if (!table.isKnown(token) || table.row(token).some(Number.isNaN)) continue;
    yield;
    const missed = missedByBudget(table, token, givenRoutes(routerRoutes[token]));
    worst.push(Math.max(...missed));
    sum += missed.reduce((total, nats) => total + nats, 0) / missed.length;
  }
  if (worst.length === 0) return undefined;
  worst.sort((one, other) => one - other);
  const within = worst[Math.ceil(WITHIN * worst.length) - 1] ?? Number.NaN;
  return { tokens: worst.length, mean: sum / worst.length, within };
}

/** The routes that a search is given besides its own; `router`: the router's, -1 where it is none of the space. */
export function givenRoutes(router: number | undefined): number[] {
  return router === undefined || router < 0 ? [] : [router];
}

/** [budgets] nats by which the beam misses the best of each budget. */
function missedByBudget(table: LossTable, token: number, given: readonly number[]): number[] {
  const { space } = table;
  const found = foundByBudget(space, table.row(token), given);
  return found.map((loss, budget) => loss - table.lowestWithBudget(token, budget));
}

/** [budgets] the lowest loss that the beam finds in a row that is known as a whole. */
function foundByBudget(space: RouteSpace, row: Float32Array, given: readonly number[]): number[] {
  const lowest = new Array<number>(space.layers + 1).fill(Number.POSITIVE_INFINITY);
  const search = searchRoutes(space, given);
  let step = search.next();
  while (step.done !== true) {
    const losses = Float32Array.from(step.value, (route) => row[route] ?? Number.NaN);
    for (const [at, route] of step.value.entries()) {
      const budget = space.bigCount(route);
      lowest[budget] = Math.min(lowest[budget] ?? Number.NaN, losses[at] ?? Number.NaN);
    }
    step = search.next(losses);
  }
  return lowest;
}
