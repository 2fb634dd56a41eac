import type { LossTable } from './lossTable';

/** What a mean is made of: those of parts make the mean of the whole. */
export interface Total {
  readonly sum: number;
  readonly count: number;
}

/** Of the entries that exist. */
export function totalOf(losses: Float32Array): Total {
  let sum = 0;
  let count = 0;
  // eslint-disable-next-line @typescript-eslint/prefer-for-of -- iterating a typed array takes 2.5 times as long
  for (let at = 0; at < losses.length; at++) {
    const loss = losses[at] ?? Number.NaN;
    if (Number.isNaN(loss)) continue;
    sum += loss;
    count++;
  }
  return { sum, count };
}

/** NaN when nothing was counted. */
export function meanOfTotals(totals: readonly Total[]): number {
  const over = (part: keyof Total): number => totals.reduce((sum, total) => sum + total[part], 0);
  return over('sum') / over('count');
}

/** Over the entries that exist; NaN when none does. */
export function meanOf(losses: Float32Array): number {
  return meanOfTotals([totalOf(losses)]);
}

/**
 * Over the tokens whose losses are known; NaN when one of them has no entry: without it, the mean would be that of another
 * text. A beam may have tried no route that satisfies a constraint.
 */
export function meanOfKnown(table: Pick<LossTable, 'isKnown'>, losses: Float32Array): number {
  return meanOfTotals([totalOfKnown(table, losses)]);
}

/** The total whose mean that is. */
export function totalOfKnown(table: Pick<LossTable, 'isKnown'>, losses: Float32Array): Total {
  const total = totalOf(losses);
  const lacks = losses.some((loss, token) => Number.isNaN(loss) && table.isKnown(token));
  return lacks ? { ...total, sum: Number.NaN } : total;
}

/** `null` for what does not exist: NaN cannot be written in JSON. */
export function orNull(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}
