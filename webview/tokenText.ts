import { visibleText } from '../src/core/visibleText';

const LINE_SIGNS: Readonly<Record<string, string>> = { '\n': '⏎', '\r': '␍', '\t': '⇥' };

/** A token's text on one line, in which white space shows too: so that one sees where it begins and ends. */
export function shownText(text: string): string {
  const signs = text
    .replace(/[\n\r\t]/g, (character) => LINE_SIGNS[character] ?? '')
    .replaceAll(' ', '·');
  return visibleText(signs);
}

/** The end of what stands before a token, by which one recognises the place: at most `length` characters. */
export function textBefore(texts: readonly string[], token: number, length: number): string {
  let before = '';
  for (let at = token - 1; at >= 0 && before.length < length; at--) {
    before = `${texts[at] ?? ''}${before}`;
  }
  const characters = Array.from(visibleText(before.replace(/\s+/g, ' ')));
  return characters.slice(-length).join('');
}
