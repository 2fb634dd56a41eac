import { stringify } from 'csv-stringify/sync';
import type { Estimate } from './estimate';

export type Cell = string | number | null;
/** A line of a CSV file, by column. */
export type Row = Readonly<Record<string, Cell>>;

/** Columns in the order of the first row; numbers that do not exist are empty. */
export function toCsv(rows: readonly Row[]): string {
  return stringify([...rows], { header: true });
}

/** Digits beyond these say nothing, and may differ between machines. */
export function rounded(value: number | null | undefined): number | null {
  if (value === null || value === undefined || !Number.isFinite(value)) return null;
  return Number(value.toFixed(5));
}

/** An estimate's columns: `name` and the ends of its interval. */
export function cells<Name extends string>(
  name: Name,
  { value, interval }: Estimate,
): Record<Name | 'low' | 'high', number | null> {
  return {
    [name]: rounded(value),
    low: rounded(interval?.[0]),
    high: rounded(interval?.[1]),
  } as Record<Name | 'low' | 'high', number | null>;
}

/** The inverse of `cells`. */
export function rowEstimate<Name extends string>(
  row: Readonly<Record<Name | 'low' | 'high', number | null>>,
  name: Name,
): Estimate {
  const { low, high } = row;
  return { value: row[name], interval: low === null || high === null ? null : [low, high] };
}
