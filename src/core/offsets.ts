import { Failure } from './failure';

export interface TokenOffsets {
  /** [tokens] UTF-16 offset of each token's first code unit. */
  readonly starts: Int32Array;
  /** [tokens] UTF-16 offset after each token's last code unit. */
  readonly ends: Int32Array;
}

/**
 * Where the tokens of a byte-level tokenizer lie in the text, from their lengths in UTF-8 bytes.
 *
 * A token may end inside a character. Its end is then rounded up, so that the token which begins a character owns all of
 * it and those which only continue it are empty; the slices of all tokens, joined, are the text. A lone surrogate has no
 * UTF-8 form: it reaches the tokenizer as U+FFFD, three bytes.
 *
 * Throws Failure('text') when the lengths do not add up to the text.
 */
export function tokenOffsets(text: string, byteLengths: ArrayLike<number>): TokenOffsets {
  const starts = new Int32Array(byteLengths.length);
  const ends = new Int32Array(byteLengths.length);
  let unit = 0;
  let bytesRead = 0;
  let tokenEnd = 0;
  for (let token = 0; token < byteLengths.length; token++) {
    tokenEnd += byteLengths[token] ?? 0;
    starts[token] = unit;
    while (bytesRead < tokenEnd) {
      const codePoint = text.codePointAt(unit);
      if (codePoint === undefined) throw mismatch();
      bytesRead += utf8Length(codePoint);
      unit += codePoint > 0xffff ? 2 : 1;
    }
    ends[token] = unit;
  }
  if (unit !== text.length || bytesRead !== tokenEnd) throw mismatch();
  return { starts, ends };
}

function utf8Length(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}

function mismatch(): Failure {
  return new Failure(
    'text',
    'The model’s tokenizer does not reproduce this text, so its tokens cannot be placed; ' +
      'the bundle needs a byte-level tokenizer without normaliser.',
  );
}
