/**
 * Text as it can be shown safely on one line: control characters (among them those that would steer a terminal),
 * separators, direction overrides and lone surrogates written as escapes, everything else as it is.
 */
export function visibleText(text: string): string {
  return text.replace(UNSAFE, (character) => SHORT[character] ?? escapeOf(character));
}

const LINE_SIGNS: Readonly<Record<string, string>> = { '\n': '⏎', '\r': '␍', '\t': '⇥' };

/** Text on one line in which white space shows too, so that a token shows where it begins and ends. */
export function shownText(text: string): string {
  const withSigns = text
    .replace(/[\n\r\t]/g, (character) => LINE_SIGNS[character] ?? '')
    .replaceAll(' ', '·')
    .replace(/\p{Space_Separator}/gu, '⍽');
  return visibleText(withSigns);
}

// C0, DEL, C1, soft hyphen, zero-width and bidirectional controls, separators, byte-order mark, lone surrogates.
// Zero-width joiners stay: emoji are made with them.
const UNSAFE =
  // eslint-disable-next-line no-control-regex -- they are what this is about
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\p{Surrogate}/gu;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escapeOf(character: string): string {
  const code = character.charCodeAt(0).toString(16);
  return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u${code.padStart(4, '0')}`;
}
