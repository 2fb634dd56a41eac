import type { Analysis } from '../core/analysis';
import type { Quantity } from '../core/colourScale';
import type { Constraint } from '../core/constraint';
import {
  difficultyOf,
  lossesOf,
  neededBudget,
  regretOf,
  shortfallOf,
  surpriseRoute,
} from '../core/measures';
import { anyLayers, oracleByBudget, oracleUnder } from '../core/oracle';

/** How a document is to be coloured. */
export interface Colouring {
  readonly quantity: Quantity;
  /** Nats, for the needed compute. */
  readonly tolerance: number;
  /** For the shortfall and the oracle's loss. */
  readonly constraint: Constraint;
}

/**
 * [tokens] the one quantity that the colours show, as `quantityOf` gives it; NaN where that is undefined. To measure all
 * there is to know would take many times as long, and this is done on every keystroke.
 */
export function quantityValues(
  { model, table, routerRoutes }: Analysis,
  { quantity, tolerance, constraint }: Colouring,
): Float32Array {
  switch (quantity) {
    case 'surprise':
      return lossesOf(table, surpriseRoute(table.space));
    case 'difficulty':
      return difficultyOf(table, lossesOf(table, surpriseRoute(table.space)));
    case 'regret':
      return regretOf(table, routerRoutes);
    case 'shortfall':
      return shortfallOf(table, oracleUnder(table, constraint).losses);
    case 'oracleLoss':
      return oracleUnder(table, constraint).losses;
    case 'neededCompute': {
      const byBudget = oracleByBudget(table, anyLayers(model.layers), false);
      return Float32Array.from(neededBudget(byBudget, table.tokens, tolerance), (budget) => {
        return budget < 0 ? Number.NaN : budget / model.layers;
      });
    }
  }
}
