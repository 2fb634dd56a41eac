import { KIND_NAMES } from '../core/words';
import { number, placeInWords, routesInWords } from './factsText';
import type { RankedToken } from './tokenFacts';

/** One of the hardest tokens, in a line. */
export function tokenInWords(token: RankedToken): string {
  const kind = token.kind === null ? '' : `, ${KIND_NAMES[token.kind]}`;
  return `- ${placeInWords(token)}: ${number(token.value)}${kind}. ${token.why} ${routesInWords(token)}`;
}
