import type { Constraint } from './constraint';
import type { LossTable } from './lossTable';
import type { LayerConstraint } from './module';
import type { RouteSpace } from './routes';
import { atOnce, type Steps } from './steps';

const LOSSES_PER_STEP = 200_000;
const ENTRIES_PER_STEP = 50_000;

/** A route for every token; the oracle's is that of lowest loss, chosen with the answer in hand (paper, stage 2). */
export interface OracleChoice {
  /** [tokens] route indices; -1 where no route is admissible or the token's losses are not known. Ties: the lowest. */
  readonly routes: Int32Array;
  /** [tokens] nats; NaN where the route is -1. */
  readonly losses: Float32Array;
}

/** Any number of big layers, any module at any layer. */
export function unconstrained(layers: number): Constraint {
  return { budget: undefined, atMost: false, layers: anyLayers(layers) };
}

export function anyLayers(layers: number): LayerConstraint[] {
  return new Array<LayerConstraint>(layers).fill('auto');
}

/**
 * The oracle at every budget 0..L under a layer constraint.
 * Both arrays are [budgets, tokens]: budget k of token i stands at k * tokens + i.
 */
export function oracleByBudget(
  table: LossTable,
  layers: readonly LayerConstraint[],
  atMost: boolean,
): OracleChoice {
  return atOnce(oracleByBudgetInSteps(table, layers, atMost));
}

export function* oracleByBudgetInSteps(
  table: LossTable,
  layers: readonly LayerConstraint[],
  atMost: boolean,
): Steps<OracleChoice> {
  const { space, tokens } = table;
  const budgets = space.layers + 1;
  const choice = emptyChoice(budgets * tokens);
  const fitting = Array.from({ length: budgets }, (_, budget) => fittingOf(space, budget, layers));
  const tokensPerStep = Math.ceil(LOSSES_PER_STEP / space.count);
  for (let token = 0; token < tokens; token++) {
    if (token % tokensPerStep === 0) yield;
    for (const each of fitting) takeBest(choice, each.budget * tokens + token, table, token, each);
  }
  if (atMost) yield* admitCheaper(choice, tokens);
  return choice;
}

/** One budget of what `oracleByBudget` returned: views, not copies. */
export function atBudget(byBudget: OracleChoice, tokens: number, budget: number): OracleChoice {
  const range = [budget * tokens, (budget + 1) * tokens] as const;
  return {
    routes: byBudget.routes.subarray(...range),
    losses: byBudget.losses.subarray(...range),
  };
}

/** The oracle under one constraint; it may be a view. Looks only at routes that satisfy it. */
export function oracleUnder(table: LossTable, constraint: Constraint): OracleChoice {
  const { budget, atMost, layers } = constraint;
  const { space, tokens } = table;
  const choice = emptyChoice(tokens);
  if (budget !== undefined && !atMost) {
    const fitting = fittingOf(space, budget, layers);
    for (let token = 0; token < tokens; token++) takeBest(choice, token, table, token, fitting);
    return choice;
  }
  // What the table knows of every budget makes it cheap to compare them.
  if (layers.every((layer) => layer === 'auto')) {
    return atConstraint(oracleByBudget(table, layers, atMost), tokens, constraint);
  }
  const admissible = space.admissible(constraint);
  for (let token = 0; token < tokens; token++) {
    const route = table.bestOf(token, admissible);
    choice.routes[token] = route;
    choice.losses[token] = table.loss(token, route);
  }
  return choice;
}

/** The oracle under a constraint, from what `oracleByBudget` returned for its layers; it may be a view. */
export function atConstraint(
  byBudget: OracleChoice,
  tokens: number,
  { budget }: Pick<Constraint, 'budget'>,
): OracleChoice {
  return budget === undefined ? atAnyBudget(byBudget, tokens) : atBudget(byBudget, tokens, budget);
}

/**
 * The best over all budgets of what `oracleByBudget` returned: the same as looking at every route again, without its cost,
 * since every route has one budget. Ties: the lowest.
 */
function atAnyBudget({ routes, losses }: OracleChoice, tokens: number): OracleChoice {
  const best = { routes: routes.slice(0, tokens), losses: losses.slice(0, tokens) };
  for (let at = tokens; at < routes.length; at++) {
    takeBetter(best, at % tokens, routes[at] ?? -1, losses[at] ?? Number.NaN);
  }
  return best;
}

function emptyChoice(length: number): OracleChoice {
  return { routes: new Int32Array(length), losses: new Float32Array(length) };
}

/** The routes of one budget that satisfy the layers. */
interface Fitting {
  readonly budget: number;
  /** Ascending. */
  readonly routes: Int32Array;
  /** [all routes] 1 for those. */
  readonly includes: Uint8Array;
}

function fittingOf(space: RouteSpace, budget: number, layers: readonly LayerConstraint[]): Fitting {
  const routes = space.withBudget(budget, layers);
  const includes = new Uint8Array(space.count);
  for (const route of routes) includes[route] = 1;
  return { budget, routes, includes };
}

/**
 * Puts the best fitting route of a token into a choice. The table knows the best route of every budget and its loss: only
 * where that one does not fit is there anything to search for, and the token's row to visit.
 */
function takeBest(
  { routes, losses }: OracleChoice,
  at: number,
  table: LossTable,
  token: number,
  { budget, routes: fitting, includes }: Fitting,
): void {
  const best = table.bestWithBudget(token, budget);
  if (best < 0 || includes[best] === 1) {
    routes[at] = best;
    losses[at] = table.lowestWithBudget(token, budget);
    return;
  }
  const route = table.bestOf(token, fitting);
  routes[at] = route;
  losses[at] = table.loss(token, route);
}

/** Turns "exactly k" into "at most k": a budget may also take what the budget below it took. */
function* admitCheaper(choice: OracleChoice, tokens: number): Steps<void> {
  for (let here = tokens; here < choice.routes.length; here++) {
    if (here % ENTRIES_PER_STEP === 0) yield;
    const below = here - tokens;
    takeBetter(choice, here, choice.routes[below] ?? -1, choice.losses[below] ?? Number.NaN);
  }
}

/** Puts another route in the place of a choice when its loss is lower, or the same and its index lower. */
function takeBetter(choice: OracleChoice, at: number, route: number, loss: number): void {
  const { routes, losses } = choice;
  const chosen = routes[at] ?? -1;
  if (route < 0) return;
  const gain = loss - (losses[at] ?? Number.NaN);
  if (chosen < 0 || gain < 0 || (gain === 0 && route < chosen)) {
    routes[at] = route;
    losses[at] = loss;
  }
}
