import { seededDraw } from './random';
import { atOnce, type Steps } from './steps';

/** Where a statistic lies with a confidence of 95 %. */
export type Interval = readonly [low: number, high: number];

export interface Resampling {
  readonly resamples?: number;
  readonly seed?: number;
}

const TAIL = 0.025;
const FEWEST_UNITS = 8;
const ADDITIONS_PER_STEP = 500_000;

/**
 * The 95 % percentile bootstrap of statistics of sums over units: draws as many units as there are, with replacement,
 * again and again, and takes the middle 95 % of what each statistic is then. A unit is what varies by itself (a document, a
 * block of tokens), given as a list of sums; `statistics` is handed the units' total. Resamples in which a statistic does
 * not exist (NaN, infinite) do not count for it; `null` when it exists in none. Deterministic.
 */
export function* bootstrapInSteps(
  units: readonly ArrayLike<number>[],
  statistics: (sums: Float64Array) => readonly number[],
  { resamples = 1000, seed = 1 }: Resampling = {},
): Steps<(Interval | null)[]> {
  const columns = columnsOf(units);
  const draw = seededDraw(seed);
  const found = statistics(new Float64Array(columns.length)).map((): number[] => []);
  const drawn = new Int32Array(units.length);
  let added = 0;
  for (let resample = 0; resample < resamples; resample++) {
    if ((added += units.length * columns.length) > ADDITIONS_PER_STEP) {
      added = 0;
      yield;
    }
    for (let n = 0; n < drawn.length; n++) drawn[n] = draw(drawn.length);
    const sums = Float64Array.from(columns, (column) => sumOf(column, drawn));
    statistics(sums).forEach((value, which) => {
      if (Number.isFinite(value)) found[which]?.push(value);
    });
  }
  return found.map(middle);
}

/** `bootstrapInSteps` of one statistic. */
export function bootstrapInterval(
  units: readonly ArrayLike<number>[],
  statistic: (sums: Float64Array) => number,
  resampling?: Resampling,
): Interval | null {
  return atOnce(bootstrapInSteps(units, (sums) => [statistic(sums)], resampling))[0] ?? null;
}

/** [n] the first of every two of [n, 2] sums by the second; NaN where that is 0. */
export function ratios(sums: ArrayLike<number>): number[] {
  return Array.from({ length: sums.length / 2 }, (_, at) => {
    const whole = sums[2 * at + 1] ?? 0;
    return whole === 0 ? Number.NaN : (sums[2 * at] ?? 0) / whole;
  });
}

/** No units, hence no intervals, where there are too few to resample. */
export function enough<Unit>(units: readonly Unit[]): readonly Unit[] {
  return units.length < FEWEST_UNITS ? [] : units;
}

/** The units' first sums, their second sums, and so on. */
function columnsOf(units: readonly ArrayLike<number>[]): Float64Array[] {
  return Array.from({ length: units[0]?.length ?? 0 }, (_, at) => {
    return Float64Array.from(units, (unit) => unit[at] ?? 0);
  });
}

function sumOf(column: Float64Array, drawn: Int32Array): number {
  let sum = 0;
  // eslint-disable-next-line @typescript-eslint/prefer-for-of -- iterating a typed array takes 2.5 times as long
  for (let n = 0; n < drawn.length; n++) sum += column[drawn[n] ?? 0] ?? 0;
  return sum;
}

function middle(values: number[]): Interval | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  return [quantile(sorted, TAIL), quantile(sorted, 1 - TAIL)];
}

/** Between two values, in proportion. */
function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (above - below) * (at - Math.floor(at));
}
