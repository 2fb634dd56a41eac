/** UTF-16 code units of a piece at least: encoding them takes a few tens of milliseconds. */
const PIECE_LENGTH = 2 ** 15;

/**
 * A text cut into pieces whose tokens, joined, are those of the whole.
 *
 * Byte-level BPE first cuts a text into words with GPT-2's pattern,
 * `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`, and no token crosses two. No match of it
 * holds a white-space character after another character, so each match ends where white space begins: a cut between the two
 * is one that the pattern makes as well. Nor does it change other matches: the pattern does not look back, and it looks ahead
 * from white space only, at the character that follows it.
 */
export function* textPieces(text: string, pieceLength = PIECE_LENGTH): Generator<string> {
  const wordEnd = /(?<=\S)(?=\s)/gu;
  let start = 0;
  while (start < text.length) {
    wordEnd.lastIndex = start + pieceLength;
    const end = wordEnd.exec(text)?.index ?? text.length;
    yield text.slice(start, end);
    start = end;
  }
}
