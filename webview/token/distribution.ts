import type { TokenDetail } from '../../src/panel/tokenDetail';
import { bin } from 'd3-array';

/** From so many routes on, single ticks would run into each other. */
const TICKS_UP_TO = 800;
const BINS = 48;

/** Some routes of one budget whose losses lie together. */
export interface LossBin {
  readonly budget: number;
  /** Nats. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Losses are told one by one, or counted where they are too many. */
export function drawnOneByOne(routes: number): boolean {
  return routes <= TICKS_UP_TO;
}

/** `bigCounts`: of every route. Bins are the same for all budgets; empty ones are left out. */
export function lossBins(
  losses: Float32Array,
  bigCounts: Uint8Array,
  [low, high]: readonly [number, number],
): LossBin[] {
  const width = (high - low) / BINS;
  const edges = Array.from({ length: BINS - 1 }, (_, at) => low + (at + 1) * width);
  const budgets = bigCounts.reduce((most, each) => Math.max(most, each), 0) + 1;
  const binned = bin<number, number>().domain([low, high]).thresholds(edges);
  return Array.from({ length: budgets }, (_, budget) => {
    const own = Array.from(losses).filter((_loss, route) => bigCounts[route] === budget);
    return binned(own)
      .filter((values) => values.length > 0)
      .map((values) => ({
        budget,
        from: values.x0 ?? low,
        to: values.x1 ?? high,
        count: values.length,
      }));
  }).flat();
}

/** The route among those of one budget whose loss is nearest. */
export function nearestRoute(
  losses: Float32Array,
  bigCounts: Uint8Array,
  budget: number,
  loss: number,
): number | undefined {
  let nearest: number | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const [route, its] of losses.entries()) {
    const distance = Math.abs(its - loss);
    // NaN, of a route that was not tried, is not less either.
    if (bigCounts[route] !== budget || !(distance < least)) continue;
    nearest = route;
    least = distance;
  }
  return nearest;
}

/** By number of big layers: the losses' range and middle, as a table. */
export function lossesByBudget(
  { losses }: Pick<TokenDetail, 'losses'>,
  bigCounts: Uint8Array,
): { readonly budget: number; readonly sorted: number[] }[] {
  const found = new Map<number, number[]>();
  for (const [route, loss] of losses.entries()) {
    if (Number.isNaN(loss)) continue;
    const budget = bigCounts[route] ?? 0;
    found.set(budget, [...(found.get(budget) ?? []), loss]);
  }
  return Array.from(found, ([budget, of]) => ({ budget, sorted: of.sort((a, b) => a - b) })).sort(
    (a, b) => a.budget - b.budget,
  );
}
