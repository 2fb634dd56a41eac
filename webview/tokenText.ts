import { visibleText } from '../src/core/visibleText';

/** The end of what stands before a token, by which one recognises the place: at most `length` characters. */
export function textBefore(texts: readonly string[], token: number, length: number): string {
  let before = '';
  for (let at = token - 1; at >= 0 && before.length < length; at--) {
    before = `${texts[at] ?? ''}${before}`;
  }
  const characters = Array.from(visibleText(before.replace(/\s+/g, ' ')));
  return characters.slice(-length).join('');
}
