import type { Analysis } from '../core/analysis';

/**
 * The analysed text, put together from what the vocabulary shows of its tokens; spaces stand for what lies before a
 * selection. A character that several tokens make is spelled from their bytes, which the vocabulary writes like
 * `\xE2\x82`; a lone surrogate has become U+FFFD.
 */
export function spelledText({ tokens }: Analysis, vocabulary: readonly string[]): string {
  let text = ' '.repeat(tokens.at(0)?.start ?? 0);
  let bytes: number[] = [];
  const spell = (): void => {
    text += new TextDecoder().decode(Uint8Array.from(bytes));
    bytes = [];
  };
  for (const { id, start, end } of tokens) {
    const shown = vocabulary[id] ?? '';
    // Escapes take four characters a byte, more than any byte takes in the text.
    if (shown.length === end - start) {
      spell();
      text += shown;
    } else {
      bytes.push(
        ...Array.from(shown.matchAll(ESCAPED), ([, byte = '']) => Number.parseInt(byte, 16)),
      );
    }
  }
  spell();
  return text;
}

const ESCAPED = /\\x([0-9A-Fa-f]{2})/g;
