import type { Column } from './estimate';
import { paperBudgets } from './measured';
import type { MeasuredSet } from './measuredSet';
import { partsOf } from './parts';

/** A budget for every token, by its place in the document (paper, Fig 4c). */
export interface Schedule {
  readonly name: string;
  readonly budget: Column;
}

/** The same budget everywhere, and ramps of the same mean: down and up, in equal steps along each document. */
export function schedules(set: MeasuredSet): [constant: Schedule, down: Schedule, up: Schedule] {
  const { layers } = set.table.space;
  const { half } = paperBudgets(layers);
  const spread = Math.max(1, Math.round(layers / 4));
  const [most, least] = [half + spread, half - spread];
  const steps = partsOf(set, most - least + 1);
  return [
    { name: `constant ${half}`, budget: () => half },
    { name: `${most} to ${least}`, budget: (token) => most - (steps[token] ?? 0) },
    { name: `${least} to ${most}`, budget: (token) => least + (steps[token] ?? 0) },
  ];
}

/** What the oracle loses when every token has its own budget. */
export function scheduledLoss({ table }: MeasuredSet, { budget }: Schedule): Column {
  return (token) => table.lowestWithBudget(token, budget(token));
}
