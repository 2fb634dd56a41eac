import { bootstrapInterval, type Interval } from '../../src/core/bootstrap';

/** Documents below which a bootstrap over them says nothing. */
const FEWEST_DOCUMENTS = 8;

/** A number and its 95 % bootstrap interval over documents. */
export interface Estimate {
  /** `null`: does not exist. */
  readonly value: number | null;
  /** `null`: too few documents to say. */
  readonly interval: Interval | null;
}

/** A document's tokens among those of its set: [first, end). */
export interface Stretch {
  readonly first: number;
  readonly end: number;
}

/** One number per token of a set. */
export type Column = (token: number) => number;

export function ofTokens(numbers: ArrayLike<number>): Column {
  return (token) => numbers[token] ?? Number.NaN;
}

/** A statistic of sums over documents. `units`: each document's sums. */
export function estimate(
  units: readonly Float64Array[],
  statistic: (sums: Float64Array) => number,
): Estimate {
  const sums = new Float64Array(units[0]?.length ?? 0);
  for (const unit of units) unit.forEach((sum, at) => (sums[at] = (sums[at] ?? 0) + sum));
  const value = statistic(sums);
  if (!Number.isFinite(value)) return { value: null, interval: null };
  const interval = units.length < FEWEST_DOCUMENTS ? null : bootstrapInterval(units, statistic);
  return { value, interval };
}

/** The sums of columns over each document. */
export function sumsOf(documents: readonly Stretch[], columns: readonly Column[]): Float64Array[] {
  return documents.map(({ first, end }) =>
    Float64Array.from(columns, (column) => {
      let sum = 0;
      for (let token = first; token < end; token++) sum += column(token);
      return sum;
    }),
  );
}

/** The sum of one column by the sum of another. */
export function ratio(
  documents: readonly Stretch[],
  numerator: Column,
  denominator: Column,
): Estimate {
  const units = sumsOf(documents, [numerator, denominator]);
  return estimate(units, ([above = Number.NaN, below = Number.NaN]) => above / below);
}

export function mean(documents: readonly Stretch[], column: Column): Estimate {
  return ratio(documents, column, () => 1);
}

/** The mean of `column` over the tokens of one kind minus that over those of another. */
export function meanContrast(
  documents: readonly Stretch[],
  column: Column,
  isOne: (token: number) => boolean,
  isOther: (token: number) => boolean,
): Estimate {
  const only = (is: (token: number) => boolean): [Column, Column] => [
    (token) => (is(token) ? column(token) : 0),
    (token) => Number(is(token)),
  ];
  const units = sumsOf(documents, [...only(isOne), ...only(isOther)]);
  return estimate(units, ([a = 0, n = 0, b = 0, m = 0]) => a / n - b / m);
}

/**
 * Spearman's rank correlation of two columns. The ranks are those among all tokens of the set, also in the resamples of the
 * interval.
 */
export function rankCorrelation(
  documents: readonly Stretch[],
  one: Column,
  other: Column,
): Estimate {
  const [x, y] = [ranks(documents, one), ranks(documents, other)];
  const units = sumsOf(documents, [
    () => 1,
    x,
    y,
    (token) => x(token) ** 2,
    (token) => y(token) ** 2,
    (token) => x(token) * y(token),
  ]);
  return estimate(units, ([n = 0, sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0]) => {
    return (n * sxy - sx * sy) / Math.sqrt((n * sxx - sx ** 2) * (n * syy - sy ** 2));
  });
}

/** Ranks between 0 and 1; equal values share the mean of theirs. */
function ranks(documents: readonly Stretch[], column: Column): Column {
  const tokens = tokensOf(documents);
  const sorted = tokens
    .map((token) => ({ token, value: column(token) }))
    .sort((a, b) => a.value - b.value);
  const rankOf = new Map<number, number>();
  for (let from = 0; from < sorted.length;) {
    let to = from + 1;
    while (to < sorted.length && sorted[to]?.value === sorted[from]?.value) to++;
    const rank = (from + to - 1) / 2 / Math.max(1, sorted.length - 1);
    for (const { token } of sorted.slice(from, to)) rankOf.set(token, rank);
    from = to;
  }
  return (token) => rankOf.get(token) ?? Number.NaN;
}

export function tokensOf(documents: readonly Stretch[]): number[] {
  return documents.flatMap(({ first, end }) =>
    Array.from({ length: end - first }, (_, at) => first + at),
  );
}

/** 1: surely above zero, -1: surely below, 0: may be either. Without an interval the value decides. */
export function sign({ value, interval }: Estimate): -1 | 0 | 1 {
  if (value === null) return 0;
  const [low, high] = interval ?? [value, value];
  if (low > 0) return 1;
  return high < 0 ? -1 : 0;
}
