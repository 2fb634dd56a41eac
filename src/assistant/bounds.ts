/** What an answer may take, so that it fits into a conversation. Documented in the README. */

/** Of tokens and lines that can be asked for. */
export const MOST_TOKENS = 50;
export const MOST_LINES = 10;
export const DEFAULT_TOKENS = 10;

/** UTF-16 units of what is asked about: some minutes of a laptop's time. */
export const MOST_ANALYSED = 100_000;

/** Characters of an answer, as JSON and as text. */
export const MOST_CHARACTERS = 48_000;

/** Of these, what the tokens may take together, and the lines. */
export const ROOM = { tokens: 36_000, lines: 4_000 } as const;

/** Characters of what is quoted from a text or a vocabulary, and of names. */
export const CLIP = { token: 40, before: 40, after: 24, line: 80, name: 80 } as const;

/** The first entries that fit into the room together, each as long as it is written in the longer way. */
export function fitting<Entry>(
  entries: readonly Entry[],
  room: number,
  written: (entry: Entry) => string,
): readonly Entry[] {
  let left = room;
  const past = entries.findIndex((entry) => {
    left -= Math.max(JSON.stringify(entry).length, written(entry).length) + 1;
    return left < 0;
  });
  return past < 0 ? entries : entries.slice(0, past);
}
