import { neededBudget } from '../../src/core/measures';
import { anyLayers, oracleByBudget } from '../../src/core/oracle';
import { ofTokens, type Column } from './estimate';
import type { MeasuredSet } from './measuredSet';

/** The smallest budget whose oracle comes near the best of all. */
export function neededCompute({ table }: Pick<MeasuredSet, 'table'>): Column {
  const byBudget = oracleByBudget(table, anyLayers(table.space.layers), false);
  return ofTokens(neededBudget(byBudget, table.tokens));
}
