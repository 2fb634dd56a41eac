import { visibleText } from '../core/visibleText';

/**
 * The beginning of a text, on one line and safe to show (`visibleText`): at most `most` UTF-16 units, the last of them `…`
 * where the text goes on.
 */
export function clipped(text: string, most: number): string {
  return fitted(shown(text.slice(0, looked(most))), most).join('');
}

/** The same of the end of a text: the first unit is `…` where something stands before. */
export function clippedBefore(text: string, most: number): string {
  return fitted(shown(text.slice(-looked(most))).reverse(), most)
    .reverse()
    .join('');
}

/** Units that are enough to fill `most` and to see whether there are more: a long line is not visited to its end. */
function looked(most: number): number {
  return 2 * most + 2;
}

/** By code points, so that none is cut in half. */
function shown(text: string): string[] {
  return Array.from(text, visibleText);
}

function fitted(characters: readonly string[], most: number): string[] {
  let room = most;
  const past = characters.findIndex(({ length }) => (room -= length) < 0);
  if (past < 0) return [...characters];
  room = most - 1;
  const end = characters.findIndex(({ length }) => (room -= length) < 0);
  return [...characters.slice(0, end), '…'];
}
