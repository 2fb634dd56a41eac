import { visibleText } from '../src/core/visibleText';

/** How the vocabulary writes tokens that are no whole text: so many characters a byte. */
const BYTES = /^(?:\\x[0-9A-F]{2})+$/;
const ESCAPE_LENGTH = 4;

/** The end of what stands before a token, by which one recognises the place: at most `length` characters. */
export function textBefore(texts: readonly string[], token: number, length: number): string {
  const near = texts.slice(Math.max(0, token - ESCAPE_LENGTH * length), token);
  let before = '';
  let room = length;
  for (const sign of signsOf(near).reverse()) {
    room -= Array.from(sign).length;
    if (room < 0) break;
    before = `${sign}${before}`;
  }
  return before;
}

/** What is not to be cut: characters as they are shown, white space as one, and bytes that make no character. */
function signsOf(texts: readonly string[]): string[] {
  const signs: string[] = [];
  const bytes: number[] = [];
  const add = (character: string): void => {
    const sign = /\s/.test(character) ? ' ' : visibleText(character);
    if (sign !== ' ' || signs.at(-1) !== ' ') signs.push(sign);
  };
  const spell = (): void => {
    while (bytes.length > 0) {
      const character = firstCharacter(bytes);
      if (character === undefined) signs.push(escapeOf(bytes.shift() ?? 0));
      else {
        add(character);
        bytes.splice(0, new TextEncoder().encode(character).length);
      }
    }
  };
  for (const text of texts) {
    if (BYTES.test(text)) bytes.push(...bytesOf(text));
    else {
      spell();
      for (const character of text) add(character);
    }
  }
  spell();
  return signs;
}

/** Of bytes that begin with a whole one. */
function firstCharacter(bytes: readonly number[]): string | undefined {
  for (let length = 1; length <= Math.min(bytes.length, 4); length++) {
    try {
      return STRICT.decode(Uint8Array.from(bytes.slice(0, length)));
    } catch {
      // Not yet a character.
    }
  }
  return undefined;
}

const STRICT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function bytesOf(text: string): number[] {
  return Array.from(text.matchAll(/[0-9A-F]{2}/g), ([byte]) => Number.parseInt(byte, 16));
}

function escapeOf(byte: number): string {
  return `\\x${byte.toString(16).toUpperCase()}`;
}
