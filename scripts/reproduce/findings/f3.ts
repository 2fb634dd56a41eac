import type { LossTable } from '../../../src/core/lossTable';
import { mean, sign, type Estimate } from '../estimate';
import { lean, oracleTakesBig } from '../layerShares';
import { paperBudgets } from '../measured';
import type { MeasuredSet } from '../measuredSet';
import { shown } from '../words';
import { finding, type Condition, type Finding } from './finding';

/** Where the oracle's big layers lie, see `lean`: -1 is the lowest layer, 1 the highest. */
export interface F3Numbers {
  readonly set: string;
  readonly budgets: { readonly low: number; readonly half: number; readonly high: number };
  readonly low: Estimate;
  readonly half: Estimate;
  readonly high: Estimate;
}

/** A lean of less counts as even. */
const EVEN = 0.1;

export function f3(sets: readonly MeasuredSet[]): Finding {
  return finding({
    id: 'F3',
    claim:
      'With a small budget the oracle spends it on late layers, with half of the layers evenly, with more on early layers.',
    context: 'big',
    conditions: sets.flatMap((set) => conditionsOfF3(numbersOf(set))),
  });
}

function numbersOf({ name, table, documents }: MeasuredSet): F3Numbers {
  const budgets = paperBudgets(table.space.layers);
  const at = (budget: number): Estimate => mean(documents, leanOfOracle(table, budget));
  return {
    set: name,
    budgets,
    low: at(budgets.low),
    half: at(budgets.half),
    high: at(budgets.high),
  };
}

function leanOfOracle(table: LossTable, budget: number): (token: number) => number {
  const layers = Array.from({ length: table.space.layers }, (_, layer) => layer);
  return lean(layers.map((layer) => oracleTakesBig(table, budget, layer)));
}

/** Surely above zero with the small budget, within `EVEN` of zero at half, surely below with the large one. */
export function conditionsOfF3({ set, budgets, low, half, high }: F3Numbers): Condition[] {
  const says = (budget: number, estimate: Estimate): string =>
    `${set}, ${budget} big: lean ${shown(estimate)} (−1 lowest layer, 1 highest)`;
  return [
    { says: says(budgets.low, low), holds: sign(low) > 0 },
    { says: says(budgets.half, half), holds: Math.abs(half.value ?? Infinity) < EVEN },
    { says: says(budgets.high, high), holds: sign(high) < 0 },
  ];
}
