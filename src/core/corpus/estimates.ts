import { bootstrapInSteps, enough, ratios, type Interval } from '../bootstrap';
import type { FixedChoice } from '../fixed';
import { orNull } from '../means';
import type { RouteSpace } from '../routes';
import { atOnce } from '../steps';
import { added, NOTHING, type Sum, type Sums } from './sums';

/** A number of a whole corpus, and how far it can be trusted to hold for other texts of the sort. */
export interface Estimate {
  readonly value: number | null;
  /** 95 %, over the texts; `null` also of too few texts to say. */
  readonly interval: Interval | null;
}

/** Mean losses in nats, or shares. */
export interface Estimates {
  readonly small: Estimate;
  readonly big: Estimate;
  readonly asked: Estimate;
  readonly router: Estimate;
  readonly own: Estimate;
  /** These by budget 0..L. */
  readonly oracle: readonly Estimate[];
  readonly fixed: readonly Estimate[];
  readonly hindsightFree: readonly Estimate[];
  /** What is gone without hindsight of what the oracle wins over the fixed route. */
  readonly share: readonly Estimate[];
}

/** Two sums: the first by the second is what is estimated. */
type Ratio = readonly [sum: number, by: number];

/** One budget, under the question. */
export interface AtBudget {
  /** Some route has it. */
  readonly exists: boolean;
  /** The fixed route of the whole corpus. */
  readonly choice: FixedChoice | undefined;
}

/** `groups`: sums of texts that are drawn together. `fixed`: by budget 0..L. */
export function estimates(
  groups: readonly Sums[],
  space: RouteSpace,
  fixed: readonly AtBudget[],
): Estimates {
  const ratiosOf = (sums: Sums): number[] => allRatios(sums, space, fixed).flat();
  const values = ratios(ratiosOf(groups.reduce(added, NOTHING)));
  const intervals = atOnce(bootstrapInSteps(enough(groups).map(ratiosOf), ratios));
  const all = values.map((value, at): Estimate => {
    return { value: orNull(value), interval: intervals[at] ?? null };
  });
  const one = (at: number): Estimate => all[at] ?? { value: null, interval: null };
  const list = (at: number): Estimate[] =>
    all.slice(SINGLE + at * fixed.length).slice(0, fixed.length);
  return {
    small: one(0),
    big: one(1),
    asked: one(2),
    router: one(3),
    own: one(4),
    oracle: list(0),
    fixed: list(1),
    hindsightFree: list(2),
    share: list(3),
  };
}

/** How many ratios come before those by budget. */
const SINGLE = 5;

/** What does not exist. */
const NONE: Ratio = [0, 0];

/** In the order of `Estimates`. */
function allRatios(
  { tokens, routes, asked, router, own, oracle, hindsightFree }: Sums,
  space: RouteSpace,
  fixed: readonly AtBudget[],
): Ratio[] {
  const count = tokens[0] ?? 0;
  const onRoute = (route: number | undefined): Ratio =>
    route === undefined ? NONE : mean(routes[route]);
  const mean = (sum: Sum | undefined): Ratio => (sum == null ? NONE : [sum, count]);
  const byBudget = (ratio: (budget: number, fixedRoute: number | undefined) => Ratio): Ratio[] =>
    fixed.map(({ exists, choice }, budget) => (exists ? ratio(budget, choice?.route) : NONE));
  return [
    onRoute(space.uniform('small')),
    onRoute(space.uniform('big')),
    mean(asked[0]),
    [router[0] ?? 0, router[1] ?? 0],
    [own[0] ?? 0, own[1] ?? 0],
    ...byBudget((budget) => mean(oracle[budget])),
    ...byBudget((_, route) => onRoute(route)),
    ...byBudget((budget) => mean(hindsightFree[budget])),
    ...byBudget((budget, route) => {
      const [best, free] = [oracle[budget] ?? null, hindsightFree[budget] ?? null];
      const one = route === undefined ? null : (routes[route] ?? null);
      return best === null || free === null || one === null ? NONE : [free - best, one - best];
    }),
  ];
}
