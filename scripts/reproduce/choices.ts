import { fixedRoute, meanLosses, type FixedChoice } from '../../src/core/fixed';
import type { LossTable } from '../../src/core/lossTable';
import { anyLayers } from '../../src/core/oracle';
import { atOnce } from '../../src/core/steps';
import type { Column } from './estimate';

/** Losses of choices, token by token, all from one table. */

export function oracleLoss(table: LossTable, budget: number): Column {
  return (token) => table.lowestWithBudget(token, budget);
}

export function routeLoss(table: LossTable, route: number): Column {
  return (token) => table.loss(token, route);
}

/** Of the routes that other tables (expected losses, another model's) find best, on average over them. */
export function lossOfChoiceBy(
  table: LossTable,
  advisers: readonly LossTable[],
  budget: number,
): Column {
  const [only] = advisers;
  if (only !== undefined && advisers.length === 1) {
    return (token) => table.loss(token, only.bestWithBudget(token, budget));
  }
  const routes = table.space.withBudget(budget);
  return (token) => {
    let best = -1;
    let lowest = Infinity;
    for (const route of routes) {
      const advised = advisers.reduce((sum, adviser) => sum + adviser.loss(token, route), 0);
      if (advised < lowest) [best, lowest] = [route, advised];
    }
    return table.loss(token, best);
  };
}

/** The mean over all routes of a budget: what choosing blindly loses. */
export function meanRouteLoss(table: LossTable, budget: number): Column {
  const routes = table.space.withBudget(budget);
  return (token) => {
    const row = table.row(token);
    return routes.reduce((sum, route) => sum + (row[route] ?? Number.NaN), 0) / routes.length;
  };
}

/** fixed(k) for k = 0..L: the best route for all tokens of the table. */
export function fixedRoutes(table: LossTable): FixedChoice[] {
  const { space } = table;
  const means = atOnce(meanLosses(table));
  return Array.from({ length: space.layers + 1 }, (_, budget) => {
    const constraint = { budget, atMost: false, layers: anyLayers(space.layers) };
    const choice = fixedRoute(space, means, constraint);
    if (choice === undefined) throw new Error(`No route has ${budget} big layers.`);
    return choice;
  });
}
