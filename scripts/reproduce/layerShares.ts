import type { LossTable } from '../../src/core/lossTable';
import { MODULES } from '../../src/core/module';
import type { Column } from './estimate';

const BIG = MODULES.indexOf('big');

/** Whether the oracle of a budget takes big at one layer: 1 or 0. */
export function oracleTakesBig(table: LossTable, budget: number, layer: number): Column {
  const { layers, routeModules } = table.space;
  return (token) => {
    return Number(routeModules[table.bestWithBudget(token, budget) * layers + layer] === BIG);
  };
}

/**
 * Where a token's big layers lie: how far above the middle of the stack the mean of them is, in parts of half the stack. -1:
 * at the lowest layer, 0: evenly, 1: at the highest. `takes`: by layer.
 */
export function lean(takes: readonly Column[]): Column {
  const middle = (takes.length - 1) / 2;
  return (token) => {
    let count = 0;
    let sum = 0;
    for (const [layer, column] of takes.entries()) {
      const big = column(token);
      count += big;
      sum += big * (layer - middle);
    }
    return count === 0 ? 0 : sum / count / middle;
  };
}
