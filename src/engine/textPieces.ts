import type { WordCuts } from './wordCuts';

/** UTF-16 code units after which a line is cut as well. */
const LONGEST_LINE = 2 ** 15;

/**
 * A text cut into pieces, for the most part its lines, whose tokens, joined, are those of the whole. Without `cuts` it is one
 * piece.
 */
export function* textPieces(
  text: string,
  cuts: WordCuts | undefined,
  longestLine = LONGEST_LINE,
): Generator<string> {
  let start = 0;
  for (const { index } of cuts === undefined ? [] : text.matchAll(cuts.lines)) {
    yield* words(text.slice(start, index), cuts, longestLine);
    start = index;
  }
  yield* words(text.slice(start), cuts, longestLine);
}

/** A line that is longer than usual, cut between words. */
function* words(line: string, cuts: WordCuts | undefined, longest: number): Generator<string> {
  let start = 0;
  while (start < line.length) {
    const end = nextCut(line, cuts?.words, start + longest);
    yield line.slice(start, end);
    start = end;
  }
}

function nextCut(line: string, wordEnd: RegExp | undefined, from: number): number {
  if (wordEnd === undefined) return line.length;
  wordEnd.lastIndex = from;
  return wordEnd.exec(line)?.index ?? line.length;
}
