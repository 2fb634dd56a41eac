import { anyLayers } from '../../../src/core/oracle';
import { bestOfRandomRoutes } from '../../../src/core/randomRoutes';
import { atOnce } from '../../../src/core/steps';
import { fixedRoutes, oracleLoss, routeLoss } from '../choices';
import { mean, sign, type Estimate } from '../estimate';
import type { MeasuredSet } from '../measuredSet';
import { bigLayers, paperRouter, tableLoss } from '../routerLosses';
import { fixedDigits, shown } from '../words';
import { finding, type Condition, type Finding } from './finding';

/** Nats per token; all at the router's budget. */
export interface F4Numbers {
  readonly set: string;
  readonly router: string;
  readonly budget: number;
  /** Big layers that the router took on average. */
  readonly bigLayers: number;
  readonly routerMinusOracle: Estimate;
  readonly routerMinusFixed: Estimate;
  /** To the best of 100 random trials. */
  readonly routerMinusRandom: number;
  /** What the oracle wins over the fixed route. */
  readonly advantage: number;
}

/** Parts of the oracle's advantage: less is near, more is far. */
const NEAR = 0.25;
const FAR = 0.5;

export function f4(sets: readonly MeasuredSet[]): Finding {
  return finding({
    id: 'F4',
    claim:
      'A learned router is far from the oracle: about as good as the best of 100 random trials, near the best fixed route.',
    context: 'big (the table’s loss of the router’s routes)',
    conditions: sets.flatMap((set) => {
      const numbers = numbersOf(set);
      return numbers === undefined ? [] : conditionsOfF4(numbers);
    }),
  });
}

function numbersOf(set: MeasuredSet): F4Numbers | undefined {
  const { table, documents } = set;
  const router = paperRouter(set);
  const loss = router && tableLoss(set, router);
  if (router === undefined || loss === undefined) return undefined;
  const { name } = router.info;
  const budget = Math.round(router.info.budget);
  const fixed = routeLoss(table, fixedRoutes(table)[budget]?.route ?? -1);
  const oracle = oracleLoss(table, budget);
  const constraint = { budget, atMost: false, layers: anyLayers(table.space.layers) };
  const random = atOnce(bestOfRandomRoutes(table, constraint)) ?? Number.NaN;
  return {
    set: set.name,
    router: name,
    budget,
    bigLayers: mean(documents, bigLayers(set, router)).value ?? Number.NaN,
    routerMinusOracle: mean(documents, (token) => loss(token) - oracle(token)),
    routerMinusFixed: mean(documents, (token) => loss(token) - fixed(token)),
    routerMinusRandom: (mean(documents, loss).value ?? Number.NaN) - random,
    advantage: mean(documents, (token) => fixed(token) - oracle(token)).value ?? Number.NaN,
  };
}

/**
 * The router loses to the oracle surely and at least `FAR` of the oracle's advantage, and is within `NEAR` of it to the fixed
 * route and to the best trial.
 */
export function conditionsOfF4(numbers: F4Numbers): Condition[] {
  const { set, router, budget, advantage } = numbers;
  const { routerMinusOracle, routerMinusFixed, routerMinusRandom } = numbers;
  const near = (difference: number | null): boolean =>
    difference !== null && Math.abs(difference) <= NEAR * advantage;
  return [
    {
      says: `${set}: ${router} (${fixedDigits(numbers.bigLayers, 2)} big layers) loses ${shown(routerMinusOracle)} nats to oracle(${budget}), which wins ${fixedDigits(advantage, 3)} over the fixed route`,
      holds: sign(routerMinusOracle) > 0 && (routerMinusOracle.value ?? 0) >= FAR * advantage,
    },
    {
      says: `${set}: ${router} minus fixed(${budget}) is ${shown(routerMinusFixed)} nats`,
      holds: near(routerMinusFixed.value),
    },
    {
      says: `${set}: ${router} minus random-100(${budget}) is ${fixedDigits(routerMinusRandom, 3)} nats`,
      holds: near(routerMinusRandom),
    },
  ];
}
