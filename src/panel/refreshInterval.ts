import type { Analysis } from '../core/analysis';

const INTERVAL_MS = 333;
/** For the page, which has to draw all of it: that must not queue up. */
const PER_TOKEN_MS = 0.01;
/** For the host, which makes the statistics anew: however long a text is, that stays a part of its time. */
const PER_KNOWN_TOKEN_MS = 0.1;

/** Milliseconds between two states of a growing analysis that a panel shows, at least. */
export function refreshInterval({
  tokens,
  knownCount,
}: Pick<Analysis, 'tokens' | 'knownCount'>): number {
  return INTERVAL_MS + PER_TOKEN_MS * tokens.length + PER_KNOWN_TOKEN_MS * knownCount;
}
