import type { TokenOffsets } from './offsets';

/**
 * The tokens [from, to) that overlap a UTF-16 range, and those that only continue the last character of it; an empty range
 * overlaps none. Without a range: all.
 */
export function selectedTokens(
  { starts, ends }: TokenOffsets,
  selection: { readonly start: number; readonly end: number } | undefined,
): { from: number; to: number } {
  if (!selection) return { from: 0, to: starts.length };
  const from = firstAt(ends, (end) => end > selection.start);
  if (selection.end <= selection.start) return { from, to: from };
  let to = firstAt(starts, (start) => start >= selection.end);
  while (to > from && to < starts.length && starts[to] === ends[to]) to++;
  return { from, to: Math.max(from, to) };
}

function firstAt(offsets: Int32Array, holds: (offset: number) => boolean): number {
  const index = offsets.findIndex(holds);
  return index < 0 ? offsets.length : index;
}
