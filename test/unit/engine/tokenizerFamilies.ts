import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import {
  forLibrary,
  type PreTokenizer,
  type WordCutter,
} from '../../../src/engine/tokenizerFormat';

const ROOT = path.join(__dirname, '..', '..', '..');
const FILE = path.join(ROOT, 'models', 'duo-8l', 'tokenizer.json');
const JSON_OF_TOKENIZER = JSON.parse(readFileSync(FILE, 'utf8')) as object;

/** Encodes a text as a whole, words cut in this way. Of the tokens, each character stands for a byte. */
export function tokenizerWith(preTokenizer: PreTokenizer): (text: string) => string[] {
  const json = { ...JSON_OF_TOKENIZER, pre_tokenizer: forLibrary(preTokenizer) };
  const tokenizer = new Tokenizer(json, {});
  return (text) => tokenizer.encode(text, { add_special_tokens: false }).tokens;
}

export const GPT_2: PreTokenizer = { type: 'ByteLevel' };
const withoutExpression = { type: 'ByteLevel', use_regex: false } as const;

function split(Regex: string): WordCutter {
  return { type: 'Split', pattern: { Regex }, behavior: 'Isolated' };
}

function sequence(...cutters: WordCutter[]): PreTokenizer {
  return { type: 'Sequence', pretokenizers: [...cutters, withoutExpression] };
}

const LLAMA = String.raw`(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`;
const QWEN = LLAMA.replace('{1,3}', '');
const GPT_4O_EXPRESSION = String.raw`[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+`;
const MISTRAL = GPT_4O_EXPRESSION.replaceAll("(?i:'s|'t|'re|'ve|'m|'ll|'d)?", '').replace(
  '{1,3}',
  '',
);
const DEEPSEEK = [
  String.raw`\p{N}{1,3}`,
  '[一-龥぀-ゟ゠-ヿ]+',
  '[!"#$%&\'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+',
];
const GPT_2_EXPRESSION = String.raw`'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`;
const DIGITS: WordCutter = { type: 'Digits', individual_digits: true };

export const GPT_4O = sequence(split(GPT_4O_EXPRESSION));

/** The families that are common: of these something is known, so that lines can be told apart. */
export const FAMILIES: readonly (readonly [string, PreTokenizer])[] = [
  ['GPT-2', GPT_2],
  ['GPT-2, as a Split', sequence(split(GPT_2_EXPRESSION))],
  ['SmolLM', { type: 'Sequence', pretokenizers: [DIGITS, GPT_2] }],
  ['Llama 3', sequence(split(LLAMA))],
  ['Llama 3 and GPT-2', { type: 'Sequence', pretokenizers: [split(LLAMA), GPT_2] }],
  [
    'Llama 3, what lies between removed',
    sequence({
      ...{ type: 'Split', pattern: { Regex: LLAMA } },
      ...{ behavior: 'Removed', invert: true },
    }),
  ],
  ['Qwen', sequence(split(QWEN))],
  ['GPT-4o', GPT_4O],
  ['Mistral', sequence(split(MISTRAL))],
  ['DeepSeek', sequence(...DEEPSEEK.map(split))],
];

export const UNKNOWN: readonly PreTokenizer[] = [
  sequence(split(String.raw`\S+\s?`)),
  sequence(split(String.raw`\S+\s?`), split(LLAMA)),
  sequence(DIGITS),
  sequence(),
];
