import { fixedRoutes, lossOfChoiceBy, routeLoss } from '../choices';
import { mean, ratio, sign, type Column, type Estimate } from '../estimate';
import type { Measured } from '../measured';
import type { MeasuredSet } from '../measuredSet';
import { cells, rounded } from '../row';
import { tableLoss } from '../routerLosses';

/** What a router could learn at its budget, and what part of it it did. *Big* context unless the name says otherwise. */
export interface GapRow {
  readonly [column: string]: string | number | null;
  readonly set: string;
  readonly budget: number;
  readonly router: string;
  /** The best choice that knows nothing of the true token. */
  readonly chosenBy: string;
  /** Nats per token by which that choice beats the fixed route, with its 95 % interval. */
  readonly gap: number | null;
  readonly gapLow: number | null;
  readonly gapHigh: number | null;
  /** Nats per token by which the router beats the fixed route. */
  readonly gain: number | null;
  /** The same, each in a run of its own (*self* context). */
  readonly ownGain: number | null;
  /** gain by gap, with its 95 % interval; empty where the gap is not surely above zero. */
  readonly share: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** One row per router of small,big at whose budget there is a choice. */
export function gapRows(measured: Measured, set: MeasuredSet): GapRow[] {
  const fixed = fixedRoutes(set.table);
  return set.routers.flatMap((router) => {
    const { modules, name } = router.info;
    const budget = Math.round(router.info.budget);
    const route = fixed[budget]?.route;
    const best = bestChoice(measured, set, budget);
    const loss = tableLoss(set, router);
    if (route === undefined || best === undefined || loss === undefined) return [];
    if (modules.includes('skip') || budget === 0 || budget === set.table.space.layers) return [];
    const fixedLoss = routeLoss(set.table, route);
    const gap: Column = (token) => fixedLoss(token) - best.loss(token);
    const gain: Column = (token) => fixedLoss(token) - loss(token);
    const gapEstimate = mean(set.documents, gap);
    const none: Estimate = { value: null, interval: null };
    const share = sign(gapEstimate) > 0 ? ratio(set.documents, gain, gap) : none;
    const ownFixed = set.fixed[budget]?.ownLosses;
    const ownGain = mean(set.documents, (token) => {
      return (ownFixed?.[token] ?? Number.NaN) - (router.ownLosses[token] ?? Number.NaN);
    });
    return [
      {
        set: set.name,
        budget,
        router: name,
        chosenBy: best.name,
        gap: rounded(gapEstimate.value),
        gapLow: rounded(gapEstimate.interval?.[0]),
        gapHigh: rounded(gapEstimate.interval?.[1]),
        gain: rounded(mean(set.documents, gain).value),
        ownGain: rounded(ownGain.value),
        ...cells('share', share),
      },
    ];
  });
}

/** Of the choices by expected losses (the model's own, every other model's, the mean of both) the one that loses least. */
function bestChoice(
  { others }: Measured,
  set: MeasuredSet,
  budget: number,
): { name: string; loss: Column } | undefined {
  const own = set.expected;
  if (own === undefined) return undefined;
  const advice = [{ name: 'sampled labels', advisers: [own] }];
  for (const other of others) {
    const { expected } = other.sets[set.name];
    if (expected === undefined) continue;
    advice.push({ name: `labels of ${other.name}`, advisers: [expected] });
    advice.push({ name: `labels of both, ${other.name} too`, advisers: [own, expected] });
  }
  return advice
    .map(({ name, advisers }) => ({ name, loss: lossOfChoiceBy(set.table, advisers, budget) }))
    .map((choice) => ({ ...choice, mean: mean(set.documents, choice.loss).value ?? Infinity }))
    .sort((one, other) => one.mean - other.mean)[0];
}
