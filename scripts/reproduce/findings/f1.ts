import { oracleLoss, routeLoss } from '../choices';
import { mean, sign, type Estimate } from '../estimate';
import type { MeasuredSet } from '../measuredSet';
import { shown } from '../words';
import { finding, type Condition, type Finding } from './finding';

/** Nats per token: the oracle with one big layer minus all layers big. */
export interface F1Numbers {
  readonly set: string;
  readonly oneMinusAll: Estimate;
}

export function f1(sets: readonly MeasuredSet[]): Finding {
  return finding({
    id: 'F1',
    claim: 'The oracle with exactly one big layer beats running all layers big.',
    context: 'big',
    conditions: sets.flatMap((set) => conditionsOfF1(numbersOf(set))),
  });
}

function numbersOf({ name, table, documents }: MeasuredSet): F1Numbers {
  const [one, all] = [oracleLoss(table, 1), routeLoss(table, table.space.uniform('big') ?? -1)];
  return { set: name, oneMinusAll: mean(documents, (token) => one(token) - all(token)) };
}

/** It does when the difference is surely below zero. */
export function conditionsOfF1({ set, oneMinusAll }: F1Numbers): Condition[] {
  return [
    {
      says: `${set}: oracle(1) minus all big is ${shown(oneMinusAll)} nats`,
      holds: sign(oneMinusAll) < 0,
    },
  ];
}
