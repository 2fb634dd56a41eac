import { mean, sign, type Estimate } from '../estimate';
import type { MeasuredSet } from '../measuredSet';
import { scheduledLoss, schedules } from '../schedules';
import { shown } from '../words';
import { finding, type Condition, type Finding } from './finding';

/** Nats per token: the constant budget minus a ramp of the same mean. */
export interface F5Numbers {
  readonly set: string;
  readonly constant: string;
  readonly ramps: readonly { readonly name: string; readonly difference: Estimate }[];
}

export function f5(sets: readonly MeasuredSet[]): Finding {
  return finding({
    id: 'F5',
    claim: 'The same budget for every token beats a budget that ramps along the sequence.',
    context: 'big',
    conditions: sets.flatMap((set) => conditionsOfF5(numbersOf(set))),
  });
}

function numbersOf(set: MeasuredSet): F5Numbers {
  const [constant, ...ramps] = schedules(set);
  const even = scheduledLoss(set, constant);
  return {
    set: set.name,
    constant: constant.name,
    ramps: ramps.map((ramp) => {
      const loss = scheduledLoss(set, ramp);
      return {
        name: ramp.name,
        difference: mean(set.documents, (token) => even(token) - loss(token)),
      };
    }),
  };
}

/** It does when the difference is surely below zero. */
export function conditionsOfF5({ set, constant, ramps }: F5Numbers): Condition[] {
  return ramps.map(({ name, difference }) => ({
    says: `${set}: oracle with ${constant} minus ${name} is ${shown(difference, 4)} nats`,
    holds: sign(difference) < 0,
  }));
}
