import type { Token } from './token';
import type { TokenList } from './tokenList';

type Tokens = Pick<TokenList, 'length' | 'at'>;

/** A range of entries of a token list: [first, end). */
export interface TokenRange {
  readonly first: number;
  readonly end: number;
}

/** The tokens that overlap the text [start, end), with those that only continue such a token's character. */
export function tokensIn(tokens: Tokens, start: number, end: number): TokenRange {
  const first = lowerBound(tokens, (token) => token.end > start);
  const last = lowerBound(tokens, (token) => token.start >= end && token.end > end);
  return { first, end: Math.max(first, last) };
}

/**
 * The token at an offset, with those inside the same character: one that begins a character owns all of it, those that
 * only continue it are empty and follow. `undefined` outside the analysed text.
 */
export function characterAt(tokens: Tokens, offset: number): TokenRange | undefined {
  const first = lowerBound(tokens, (token) => token.end > offset);
  const owner = tokens.at(first);
  if (owner === undefined || owner.start > offset) return undefined;
  let end = first + 1;
  while (isEmptyAt(tokens.at(end), owner.end)) end++;
  return { first, end };
}

/** How many tokens end at an offset or before. */
export function tokensUntil(tokens: Tokens, offset: number): number {
  return lowerBound(tokens, (token) => token.end > offset);
}

function isEmptyAt(token: Token | undefined, offset: number): boolean {
  return token?.start === offset && token.end === offset;
}

/** Index of the first token that satisfies a condition which, once true, stays true. */
function lowerBound(tokens: Tokens, condition: (token: Token) => boolean): number {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const token = tokens.at(middle);
    if (token !== undefined && condition(token)) high = middle;
    else low = middle + 1;
  }
  return low;
}
