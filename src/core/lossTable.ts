import { Failure } from './failure';
import type { RouteSpace } from './routes';

/** 2 GiB: what one table may take in memory. */
const MOST_BYTES = 2 ** 31;

/**
 * The loss of every token under every route, in nats: the one thing that a model run produces. Filled block by block.
 * The memory of rows that have not arrived is not touched, so that a large table begins at once.
 */
export class LossTable {
  /** [tokens, routes], row-major. Rows that are not known mean nothing. */
  readonly data: Float32Array;
  private readonly known: Uint8Array;
  /**
   * [tokens, budgets] the best route with exactly 0, 1, .. L big layers; -1 where none. No question changes it, so it is
   * found when a row arrives and not while a user drags a budget.
   */
  private readonly bestByBudget: Int32Array;
  /** [tokens, budgets] their losses, so that nobody who compares budgets has to visit the rows; NaN where none. */
  private readonly lowestByBudget: Float32Array;
  private knownRows: number;

  /**
   * A table without rows, or, for `slice`, one over rows that exist. Throws Failure('request') when it would not fit into
   * memory.
   */
  constructor(
    readonly space: RouteSpace,
    readonly tokens: number,
    rows?: {
      data: Float32Array;
      known: Uint8Array;
      bestByBudget: Int32Array;
      lowestByBudget: Float32Array;
    },
  ) {
    const bytes = tokens * space.count * Float32Array.BYTES_PER_ELEMENT;
    if (bytes > MOST_BYTES) {
      throw new Failure(
        'request',
        `The losses of ${String(tokens)} tokens under ${String(space.count)} routes would take ` +
          `${(bytes / 2 ** 30).toFixed(1)} GiB of memory; analyse a part of the text or choose fewer modules.`,
      );
    }
    this.data = rows?.data ?? new Float32Array(tokens * space.count);
    this.known = rows?.known ?? new Uint8Array(tokens);
    const budgets = space.layers + 1;
    this.bestByBudget = rows?.bestByBudget ?? new Int32Array(tokens * budgets);
    this.lowestByBudget = rows?.lowestByBudget ?? new Float32Array(tokens * budgets);
    this.knownRows = rows?.known.reduce((sum, known) => sum + known, 0) ?? 0;
  }

  /**
   * The rows of tokens [first, end) that are known now, as a table of their own: a view, not a copy. Rows that arrive
   * later do not become known to it.
   */
  slice(first: number, end: number): LossTable {
    const { count, layers } = this.space;
    const budgets = [first * (layers + 1), end * (layers + 1)] as const;
    return new LossTable(this.space, end - first, {
      data: this.data.subarray(first * count, end * count),
      known: this.known.slice(first, end),
      bestByBudget: this.bestByBudget.subarray(...budgets),
      lowestByBudget: this.lowestByBudget.subarray(...budgets),
    });
  }

  /** How many rows have arrived. */
  get knownCount(): number {
    return this.knownRows;
  }

  isKnown(token: number): boolean {
    return this.known[token] === 1;
  }

  /** [routes] the losses of one token: a view, not a copy. Throws RangeError when they are not known. */
  row(token: number): Float32Array {
    if (!this.isKnown(token)) throw new RangeError(`No losses of token ${String(token)}`);
    return this.data.subarray(token * this.space.count, (token + 1) * this.space.count);
  }

  /** [end - first, routes] what `setRows` stored for tokens [first, end): a view, not a copy. */
  rows(first: number, end: number): Float32Array {
    return this.data.subarray(first * this.space.count, end * this.space.count);
  }

  /** NaN when not known, or when the route is -1. */
  loss(token: number, route: number): number {
    if (route < 0 || !this.isKnown(token)) return Number.NaN;
    return this.data[token * this.space.count + route] ?? Number.NaN;
  }

  /** The best route with exactly `budget` big layers; -1 when there is none or the losses are not known. Ties: the lowest. */
  bestWithBudget(token: number, budget: number): number {
    if (!this.isKnown(token)) return -1;
    return this.bestByBudget[token * (this.space.layers + 1) + budget] ?? -1;
  }

  /** The loss of that route; NaN when there is none. */
  lowestWithBudget(token: number, budget: number): number {
    if (!this.isKnown(token)) return Number.NaN;
    return this.lowestByBudget[token * (this.space.layers + 1) + budget] ?? Number.NaN;
  }

  /** The best of the `admissible` routes; -1 when there is none or the losses are not known. Ties: the first. */
  bestOf(token: number, admissible: Int32Array): number {
    return this.isKnown(token) ? this.lowestOf(token, admissible) : -1;
  }

  /** Stores finished rows: `losses` is [n, routes], for the tokens from `first`. */
  setRows(first: number, losses: Float32Array): void {
    const rows = losses.length / this.space.count;
    if (!Number.isInteger(rows) || first < 0 || first + rows > this.tokens) {
      throw new RangeError(`${String(rows)} rows at token ${String(first)} do not fit the table`);
    }
    this.data.set(losses, first * this.space.count);
    for (let token = first; token < first + rows; token++) {
      for (let budget = 0; budget <= this.space.layers; budget++) {
        const best = this.lowestOf(token, this.space.withBudget(budget));
        const at = token * (this.space.layers + 1) + budget;
        this.bestByBudget[at] = best;
        this.lowestByBudget[at] =
          best < 0 ? Number.NaN : (this.data[token * this.space.count + best] ?? Number.NaN);
      }
      if (this.known[token] === 1) continue;
      this.known[token] = 1;
      this.knownRows++;
    }
  }

  private lowestOf(token: number, candidates: Int32Array): number {
    return indexOfLowest(this.data, token * this.space.count, candidates);
  }
}

/** Which of `candidates` has the lowest value behind `row`. */
function indexOfLowest(data: Float32Array, row: number, candidates: Int32Array): number {
  let best = -1;
  let lowest = Number.POSITIVE_INFINITY;
  // eslint-disable-next-line @typescript-eslint/prefer-for-of -- iterating a typed array takes 2.5 times as long
  for (let at = 0; at < candidates.length; at++) {
    const candidate = candidates[at] ?? 0;
    const value = data[row + candidate] ?? Number.NaN;
    // NaN loses every comparison.
    if (value < lowest) {
      lowest = value;
      best = candidate;
    }
  }
  return best;
}
