import type { Beginning } from './documentRuns';

/** [tokens] 1 for the token that holds the first visible character of its line. */
export function lineInitialTokens(text: string, { starts, ends }: Beginning): Uint8Array {
  return Uint8Array.from(starts, (start, token) => {
    const visible = text.slice(start, ends[token]).search(/\S/);
    if (visible < 0) return 0;
    const first = start + visible;
    const line = text.lastIndexOf('\n', first - 1) + 1;
    return text.slice(line, first).trim() === '' ? 1 : 0;
  });
}
