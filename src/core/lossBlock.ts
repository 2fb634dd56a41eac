import { inMemory, type KeepLosses, type KeptLosses } from './keptLosses';
import type { RouteSpace } from './routes';

/**
 * Finished rows of the loss table, as they arrived: shared, never copied, by all tables that hold one of their tokens. A row's
 * best routes are found once, when it arrives, and not while a user drags a budget.
 */
export class LossBlock {
  /** [tokens, budgets] the best route with exactly 0, 1, .. L big layers; -1 where none. */
  private readonly best: Int32Array;
  /** [tokens, budgets] their losses, so that nobody who compares budgets has to visit the rows; NaN where none. */
  private readonly lowest: Float32Array;
  readonly tokens: number;
  private readonly kept: KeptLosses;

  /** `losses`: [tokens, routes] nats, taken over. Throws RangeError when that is no whole number of rows. */
  constructor(
    readonly space: RouteSpace,
    losses: Float32Array,
    keep: KeepLosses = inMemory,
  ) {
    this.tokens = losses.length / space.count;
    if (!Number.isInteger(this.tokens)) {
      throw new RangeError(`${String(losses.length)} losses are no rows of ${String(space.count)}`);
    }
    const budgets = space.layers + 1;
    this.best = new Int32Array(this.tokens * budgets);
    this.lowest = new Float32Array(this.best.length);
    for (let token = 0; token < this.tokens; token++) this.findBest(token, losses);
    this.kept = keep(losses);
  }

  /** That it takes, wherever its losses are kept. */
  get bytes(): number {
    const { tokens, space, best, lowest } = this;
    const losses = tokens * space.count * Float32Array.BYTES_PER_ELEMENT;
    return losses + best.byteLength + lowest.byteLength;
  }

  /** [tokens, routes] not to be changed. */
  all(): Float32Array {
    return this.kept.read();
  }

  /** [routes] a view, not a copy. */
  row(token: number): Float32Array {
    return this.kept.read().subarray(token * this.space.count, (token + 1) * this.space.count);
  }

  loss(token: number, route: number): number {
    // All small and all big are the only routes of their budgets: what is asked for most need not be read.
    const budget = this.space.bigCounts[route] ?? -1;
    if (this.bestWithBudget(token, budget) === route) return this.lowestWithBudget(token, budget);
    return this.kept.read()[token * this.space.count + route] ?? Number.NaN;
  }

  /** -1 when there is no route of that budget. Ties: the lowest. */
  bestWithBudget(token: number, budget: number): number {
    return this.best[token * (this.space.layers + 1) + budget] ?? -1;
  }

  /** Nats; NaN when there is no route of that budget. */
  lowestWithBudget(token: number, budget: number): number {
    return this.lowest[token * (this.space.layers + 1) + budget] ?? Number.NaN;
  }

  /** Which of `candidates` is best; -1 when there are none. Ties: the first. */
  bestOf(token: number, candidates: Int32Array): number {
    return indexOfLowest(this.kept.read(), token * this.space.count, candidates);
  }

  private findBest(token: number, losses: Float32Array): void {
    const { count, layers } = this.space;
    for (let budget = 0; budget <= layers; budget++) {
      const best = indexOfLowest(losses, token * count, this.space.withBudget(budget));
      const at = token * (layers + 1) + budget;
      this.best[at] = best;
      this.lowest[at] = best < 0 ? Number.NaN : (losses[token * count + best] ?? Number.NaN);
    }
  }
}

/** Which of `candidates` has the lowest value behind `row`. */
function indexOfLowest(losses: Float32Array, row: number, candidates: Int32Array): number {
  let best = -1;
  let lowest = Number.POSITIVE_INFINITY;
  // eslint-disable-next-line @typescript-eslint/prefer-for-of -- iterating a typed array takes 2.5 times as long
  for (let at = 0; at < candidates.length; at++) {
    const candidate = candidates[at] ?? 0;
    const value = losses[row + candidate] ?? Number.NaN;
    // NaN loses every comparison.
    if (value < lowest) {
      lowest = value;
      best = candidate;
    }
  }
  return best;
}
