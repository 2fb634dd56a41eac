import { oracleLoss } from '../choices';
import { mean, sign, type Estimate } from '../estimate';
import type { MeasuredSet } from '../measuredSet';
import { shown } from '../words';
import { finding, type Condition, type Finding } from './finding';

export interface F2Numbers {
  readonly set: string;
  readonly layers: number;
  /** The budget at which the oracle loses least. */
  readonly best: number;
  /** Nats per token from one big layer down to the best budget, and from there up to all. */
  readonly fall: Estimate;
  readonly rise: Estimate;
}

export function f2(sets: readonly MeasuredSet[]): Finding {
  return finding({
    id: 'F2',
    claim:
      'The oracle’s perplexity falls until about half the layers are big, then rises: the number of routes drives it, not the compute.',
    context: 'big',
    conditions: sets.flatMap((set) => conditionsOfF2(numbersOf(set))),
  });
}

function numbersOf({ name, table, documents }: MeasuredSet): F2Numbers {
  const { layers } = table.space;
  const curve = Array.from({ length: layers + 1 }, (_, budget) => {
    return mean(documents, oracleLoss(table, budget)).value ?? Infinity;
  });
  const best = curve.indexOf(Math.min(...curve));
  const above = (budget: number): Estimate => {
    const [here, there] = [oracleLoss(table, budget), oracleLoss(table, best)];
    return mean(documents, (token) => here(token) - there(token));
  };
  return { set: name, layers, best, fall: above(1), rise: above(layers) };
}

/** Its lowest point lies within one layer of half, and both sides of it are surely higher. */
export function conditionsOfF2({ set, layers, best, fall, rise }: F2Numbers): Condition[] {
  return [
    {
      says: `${set}: lowest at ${best} of ${layers} big layers`,
      holds: Math.abs(best - layers / 2) <= 1,
    },
    {
      says: `${set}: it falls by ${shown(fall)} nats from one big layer to there, and rises by ${shown(rise)} to all`,
      holds: sign(fall) > 0 && sign(rise) > 0,
    },
  ];
}
