import { tokensOf, type Column } from './estimate';
import type { MeasuredSet } from './measuredSet';

/** Which tokens are among the highest `share` of their set by a column. */
export function topOf(
  { documents }: Pick<MeasuredSet, 'documents'>,
  column: Column,
  share: number,
): (token: number) => boolean {
  const sorted = tokensOf(documents).sort((one, other) => column(other) - column(one));
  const top = new Set(sorted.slice(0, Math.max(1, Math.round(share * sorted.length))));
  return (token) => top.has(token);
}
