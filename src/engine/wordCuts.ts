import type { PreTokenizer, WordCutter } from './tokenizerFormat';

/**
 * Where a text may be cut so that the tokens of its parts, joined, are those of the whole: at places where a tokenizer's
 * expression ends a word whatever stands around them, and which it does not look across. No expression looks back.
 */
export interface WordCuts {
  /** Once for most lines. */
  readonly lines: RegExp;
  /** Inside a line that is too long. */
  readonly words: RegExp;
}

// White space is not the same for all expressions: U+0085 and U+FEFF are, for some of them. So here they are neither white
// space nor other characters.

/**
 * No word of these expressions holds a white-space character after another one, so each ends where white space begins; and they
 * look ahead from white space only, at the character that follows it. So a piece ends with the last other character of a line,
 * and the white space around the line's end begins the next.
 */
const BEFORE_WHITE_SPACE: WordCuts = {
  lines: /(?<=[^\s\x85])(?=[^\S\n\ufeff]*\n)/gu,
  words: /(?<=[^\s\x85])(?=[^\S\ufeff])/gu,
};

/**
 * In these expressions punctuation takes the line ends after it along, in some also a `/` right after these. But a word ends
 * with the last line end of white space, and where white space follows a letter or a digit.
 */
const AFTER_LINE_ENDS: WordCuts = {
  lines: /(?<=\n)(?=[^\S\r\n\ufeff]+[^\s\x85]|[^\s\x85/])/gu,
  words: /(?<=[\p{L}\p{N}])(?=[^\S\ufeff])/gu,
};

/** The expressions of the families that are common, as their `tokenizer.json` spells them. */
const KNOWN: ReadonlyMap<string, WordCuts> = new Map([
  // GPT-2, in two spellings.
  [
    String.raw`'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`,
    BEFORE_WHITE_SPACE,
  ],
  [
    String.raw`'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`,
    BEFORE_WHITE_SPACE,
  ],
  // GPT-4 and Llama 3.
  [
    String.raw`(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`,
    AFTER_LINE_ENDS,
  ],
  // Qwen.
  [
    String.raw`(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`,
    AFTER_LINE_ENDS,
  ],
  // GPT-4o.
  [
    String.raw`[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+`,
    AFTER_LINE_ENDS,
  ],
  // Mistral.
  [
    String.raw`[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+`,
    AFTER_LINE_ENDS,
  ],
  // DeepSeek V3, the last of its three.
  [
    String.raw`[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_${'`'}{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`,
    AFTER_LINE_ENDS,
  ],
]);

/** Those that a cut at white space only gives one more end of a word, wherever their words were cut before. */
const HARMLESS: readonly string[] = [
  String.raw`\p{N}`,
  String.raw`\p{N}{1,3}`,
  '[一-龥぀-ゟ゠-ヿ]+',
];

/** `undefined`: nothing is known of the expression, so that a text must stay whole. */
export function wordCuts(preTokenizer: PreTokenizer): WordCuts | undefined {
  const cutters = preTokenizer.type === 'Sequence' ? preTokenizer.pretokenizers : [preTokenizer];
  const first = cutters.find((cutter) => !isHarmless(cutter));
  if (first?.type === 'Split') return KNOWN.get(expressionOf(first) ?? '');
  return first?.type === 'ByteLevel' && first.use_regex !== false ? BEFORE_WHITE_SPACE : undefined;
}

function isHarmless(cutter: WordCutter): boolean {
  if (cutter.type === 'Digits') return true;
  return cutter.type === 'Split' && HARMLESS.includes(expressionOf(cutter) ?? '');
}

function expressionOf({ pattern }: Extract<WordCutter, { type: 'Split' }>): string | undefined {
  return 'Regex' in pattern ? pattern.Regex : undefined;
}
