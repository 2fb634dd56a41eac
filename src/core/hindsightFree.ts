import type { Constraint } from './constraint';
import type { LossTable } from './lossTable';
import type { LayerConstraint } from './module';
import {
  atConstraint,
  oracleByBudget,
  oracleByBudgetInSteps,
  oracleUnder,
  type OracleChoice,
} from './oracle';
import { atOnce, type Steps } from './steps';

const ENTRIES_PER_STEP = 20_000;

/**
 * What is chosen without the answer in hand: for every token the route of lowest *expected* loss, where the all-big model
 * does the expecting. `losses` are what these routes lose on the true tokens. Ties: the lowest route.
 */
export interface HindsightFree {
  /** Under the asked constraint. */
  readonly asked: OracleChoice;
  /** At every budget, under the asked layers, [budgets, tokens]. */
  readonly byBudget: OracleChoice;
}

/** `expected` is a table of the same shape as `table`. */
export function hindsightFree(
  table: LossTable,
  expected: LossTable,
  constraint: Constraint,
): HindsightFree {
  const { layers, atMost } = constraint;
  const byBudget = oracleByBudget(expected, layers, atMost);
  const asked = atConstraint(byBudget, table.tokens, constraint);
  return {
    asked: atOnce(scored(table, asked.routes)),
    byBudget: atOnce(scored(table, byBudget.routes)),
  };
}

/** Only the choice under the asked constraint: looks only at routes that satisfy it. */
export function hindsightFreeUnder(
  table: LossTable,
  expected: LossTable,
  constraint: Constraint,
): OracleChoice {
  return atOnce(scored(table, oracleUnder(expected, constraint).routes));
}

/** Only the choice at every budget. */
export function* hindsightFreeByBudgetInSteps(
  table: LossTable,
  expected: LossTable,
  layers: readonly LayerConstraint[],
  atMost: boolean,
): Steps<OracleChoice> {
  const { routes } = yield* oracleByBudgetInSteps(expected, layers, atMost);
  return yield* scored(table, routes);
}

/** Routes, [tokens] or [budgets, tokens], with their losses in the table. */
function* scored(table: LossTable, routes: Int32Array): Steps<OracleChoice> {
  const { tokens } = table;
  const losses = new Float32Array(routes.length);
  for (let at = 0; at < routes.length; at++) {
    if (at % ENTRIES_PER_STEP === 0) yield;
    losses[at] = table.loss(at % tokens, routes[at] ?? -1);
  }
  return { routes, losses };
}
