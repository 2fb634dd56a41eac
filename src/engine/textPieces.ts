/** UTF-16 code units after which a line is cut as well. */
const LONGEST_LINE = 2 ** 15;

/**
 * A text cut into pieces, for the most part its lines, whose tokens, joined, are those of the whole.
 *
 * Byte-level BPE first cuts a text into words with GPT-2's pattern,
 * `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`, and no token crosses two. No match of it
 * holds a white-space character after another character, so each match ends where white space begins: a cut between the two
 * is one that the pattern makes as well. Nor does it change other matches: the pattern does not look back, and it looks ahead
 * from white space only, at the character that follows it.
 *
 * So a piece ends with the last other character of a line, and the white space around the line's end begins the next.
 */
export function* textPieces(text: string, longestLine = LONGEST_LINE): Generator<string> {
  const lineEnd = /(?<=\S)(?=[^\S\n]*\n)/gu;
  let start = 0;
  for (const { index } of text.matchAll(lineEnd)) {
    yield* words(text.slice(start, index), longestLine);
    start = index;
  }
  yield* words(text.slice(start), longestLine);
}

/** A line that is longer than usual, cut between words. */
function* words(line: string, longest: number): Generator<string> {
  const wordEnd = /(?<=\S)(?=\s)/gu;
  let start = 0;
  while (start < line.length) {
    wordEnd.lastIndex = start + longest;
    const end = wordEnd.exec(line)?.index ?? line.length;
    yield line.slice(start, end);
    start = end;
  }
}
