import type { Constraint } from './constraint';
import type { LossTable } from './lossTable';
import type { RouteSpace } from './routes';
import type { Steps } from './steps';

/** One route for all tokens. */
export interface FixedChoice {
  readonly route: number;
  /** Nats, over the known tokens. */
  readonly meanLoss: number;
}

const LOSSES_PER_STEP = 200_000;

/** [routes] mean loss of every route over the known tokens, in nats; NaN when none is known. */
export function* meanLosses(table: LossTable): Steps<Float64Array> {
  const sums = yield* routeSums(table);
  return sums.map((sum) => sum / table.knownCount);
}

/** [routes] what the known tokens lose on every route, in nats. */
export function* routeSums(table: LossTable): Steps<Float64Array> {
  const { space, tokens } = table;
  const sums = new Float64Array(space.count);
  let visited = 0;
  for (let token = 0; token < tokens; token++) {
    if (!table.isKnown(token)) continue;
    if ((visited += space.count) >= LOSSES_PER_STEP) {
      visited = 0;
      yield;
    }
    const row = table.row(token);
    for (let route = 0; route < space.count; route++) {
      sums[route] = (sums[route] ?? 0) + (row[route] ?? Number.NaN);
    }
  }
  return sums;
}

/**
 * fixed(k): the one route that is best on average, among those that satisfy the constraint; `means` as `meanLosses`
 * gives them. `undefined` when no route does, or when one of those that do has no mean: nothing is known, or a beam has not
 * tried it for every token. Ties: the lowest.
 */
export function fixedRoute(
  space: RouteSpace,
  means: Float64Array,
  constraint: Constraint,
): FixedChoice | undefined {
  let best: FixedChoice | undefined;
  for (const route of space.admissible(constraint)) {
    const meanLoss = means[route] ?? Number.NaN;
    if (Number.isNaN(meanLoss)) return undefined;
    if (meanLoss < (best?.meanLoss ?? Number.POSITIVE_INFINITY)) best = { route, meanLoss };
  }
  return best;
}
