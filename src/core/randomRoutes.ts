import type { Constraint } from './constraint';
import type { LossTable } from './lossTable';
import { seededDraw } from './random';
import type { Steps } from './steps';

const TRIALS = 100;
const SEED = 1;
const TOKENS_PER_STEP = 500;

/**
 * random-100(k): the mean loss, in nats, of the best of 100 trials, each of which gives every known token its own route,
 * drawn evenly from those that satisfy the constraint (paper, Fig 4a). Deterministic. `undefined` when no route
 * satisfies it, or nothing is known.
 */
export function* bestOfRandomRoutes(
  table: LossTable,
  constraint: Constraint,
  seed = SEED,
): Steps<number | undefined> {
  const trials = yield* randomRouteTrials(table, constraint, seed);
  return trials && Math.min(...trials);
}

/** [100] the mean loss of every trial of `bestOfRandomRoutes`; `undefined` in the same cases. */
export function* randomRouteTrials(
  table: LossTable,
  constraint: Constraint,
  seed = SEED,
): Steps<Float64Array | undefined> {
  const sums = yield* randomRouteSums(table, constraint, seed);
  if (sums === undefined || table.knownCount === 0) return undefined;
  return sums.map((sum) => sum / table.knownCount);
}

/** [100] what the known tokens lose in every trial, in nats; `undefined` when no route satisfies the constraint. */
export function* randomRouteSums(
  table: LossTable,
  constraint: Constraint,
  seed = SEED,
): Steps<Float64Array | undefined> {
  const { space, tokens } = table;
  const admissible = space.admissible(constraint);
  if (admissible.length === 0) return undefined;
  const draw = seededDraw(seed);
  // Token by token, so that each row of the table is read while it is in the cache.
  const sums = new Float64Array(TRIALS);
  for (let token = 0; token < tokens; token++) {
    if (token % TOKENS_PER_STEP === 0) yield;
    if (!table.isKnown(token)) continue;
    const row = table.row(token);
    for (let trial = 0; trial < TRIALS; trial++) {
      const route = admissible[draw(admissible.length)] ?? 0;
      sums[trial] = (sums[trial] ?? 0) + (row[route] ?? Number.NaN);
    }
  }
  return sums;
}
