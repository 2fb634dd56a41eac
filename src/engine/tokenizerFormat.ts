/** The part of a `tokenizer.json` that is read here, once it is checked. */
export interface TokenizerJson {
  readonly normalizer: null;
  readonly pre_tokenizer: PreTokenizer;
  readonly post_processor: unknown;
  readonly decoder: { readonly type: 'ByteLevel' };
  readonly added_tokens: readonly { readonly id: number; readonly content: string }[];
  readonly model: {
    readonly type: 'BPE';
    /** Ids of token strings. */
    readonly vocab: Readonly<Record<string, number>>;
    /** Pairs of token strings, or two with a space between them. */
    readonly merges: readonly (string | readonly [string, string])[];
  };
}

/** What cuts a text into words, before byte-level BPE cuts these into tokens. */
export type PreTokenizer =
  | ByteLevel
  | {
      readonly type: 'Sequence';
      /** Each cuts the words of the one before it. */
      readonly pretokenizers: readonly WordCutter[];
    };

export type WordCutter =
  | ByteLevel
  | {
      readonly type: 'Split';
      readonly pattern: { readonly Regex: string } | { readonly String: string };
      /** Isolated: what the pattern finds, and what lies between. Removed: only what it finds. */
      readonly behavior: 'Isolated' | 'Removed';
      readonly invert?: boolean;
    }
  | { readonly type: 'Digits'; readonly individual_digits?: boolean };

interface ByteLevel {
  readonly type: 'ByteLevel';
  /** Whether it cuts by GPT-2's expression; true where nothing is said. */
  readonly use_regex?: boolean;
}

/** An object of JSON of which nothing is known, but the names of what is asked of it here. */
type Unknown = Partial<
  Readonly<
    Record<
      | keyof TokenizerJson
      | keyof TokenizerJson['model']
      | keyof TokenizerJson['added_tokens'][number]
      | ('use_regex' | 'add_prefix_space' | 'pretokenizers')
      | ('pattern' | 'behavior' | 'invert' | 'Regex' | 'String'),
      unknown
    >
  >
>;

/** What may be left out. */
const ABSENT = { normalizer: null, post_processor: null, added_tokens: [] };

/** Checks the bytes of a `tokenizer.json`. Throws an Error with the problem, in words that follow `it`. */
export function parseTokenizerJson(bytes: Uint8Array, vocabulary: number): TokenizerJson {
  const json = parseJson(bytes);
  for (const problem of problems(json, vocabulary)) throw new Error(problem);
  return { ...ABSENT, ...(json as TokenizerJson) };
}

/** Whether BPE makes a token out of what a text holds, or it is a byte. */
export function isMerged({ model }: TokenizerJson, id: number): boolean {
  const token = Object.keys(model.vocab).find((key) => model.vocab[key] === id);
  if (token === undefined) return false;
  const whole = (merge: string | readonly string[]): string =>
    typeof merge === 'string' ? merge.replace(' ', '') : merge.join('');
  return token.length === 1 || model.merges.some((merge) => whole(merge) === token);
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString());
  } catch {
    throw new Error('is no JSON');
  }
}

/** What keeps it from being used. */
function* problems(json: unknown, vocabulary: number): Generator<string> {
  if (!isObject(json)) {
    yield 'is no object of JSON';
    return;
  }
  if (!isObject(json.model) || json.model.type !== 'BPE') {
    yield `is of the type ${typeOf(json.model)}, not BPE`;
    return;
  }
  yield* modelProblems(json.model, vocabulary);
  if ((json.normalizer ?? null) !== null) {
    yield `has the normaliser ${typeOf(json.normalizer)}, which would change the text`;
  }
  if (typeOf(json.decoder) !== 'ByteLevel') {
    yield `has the decoder ${typeOf(json.decoder)}, not ByteLevel`;
  }
  yield* preTokenizerProblems(json.pre_tokenizer);
  const isToken = (token: unknown): boolean =>
    isObject(token) && Number.isInteger(token.id) && typeof token.content === 'string';
  if (!isList(json.added_tokens ?? [], isToken)) yield 'has added_tokens without id or content';
}

function* modelProblems({ vocab, merges }: Unknown, vocabulary: number): Generator<string> {
  if (!isObject(vocab)) {
    yield 'has no vocab';
    return;
  }
  for (const id of Object.values(vocab)) {
    if (typeof id !== 'number' || !Number.isInteger(id) || id < 0 || id >= vocabulary) {
      yield `has the id ${String(id)}, but duo.json says that there are ${vocabulary}, from 0`;
      return;
    }
  }
  const isMerge = (merge: unknown): boolean =>
    typeof merge === 'string' ||
    (isList(merge, (part) => typeof part === 'string') && merge.length === 2);
  if (!isList(merges, isMerge)) yield 'has no merges';
}

function* preTokenizerProblems(preTokenizer: unknown): Generator<string> {
  if (!isObject(preTokenizer)) {
    yield 'has no pre_tokenizer';
    return;
  }
  if (preTokenizer.type !== 'Sequence') {
    if (preTokenizer.type !== 'ByteLevel' || preTokenizer.use_regex === false) {
      yield 'has a pre_tokenizer that is neither ByteLevel with use_regex nor a Sequence';
    }
    yield* cutterProblems(preTokenizer);
    return;
  }
  const cutters = preTokenizer.pretokenizers;
  if (!isList(cutters, isObject) || typeOf(cutters.at(-1)) !== 'ByteLevel') {
    yield 'has a pre_tokenizer that does not end with ByteLevel';
    return;
  }
  for (const cutter of cutters) yield* cutterProblems(cutter);
  const before = cutters.slice(0, -1).find(({ type }) => type !== 'Split' && type !== 'Digits');
  if (before !== undefined) {
    yield `has the pre_tokenizer ${typeOf(before)} before ByteLevel, where only Split and Digits can be`;
  }
}

function* cutterProblems(cutter: Unknown): Generator<string> {
  if (cutter.add_prefix_space === true) yield 'adds a space before the text (add_prefix_space)';
  if (cutter.type !== 'Split') return;
  const { pattern, behavior, invert } = cutter;
  const known = isObject(pattern) ? (pattern.Regex ?? pattern.String) : undefined;
  if (typeof known !== 'string') yield 'has a Split without pattern';
  if (behavior !== 'Isolated' && !(behavior === 'Removed' && invert === true)) {
    yield `has a Split of the behavior ${String(behavior)}; it can be Isolated, or Removed with invert`;
  }
}

/**
 * The same words in what the library knows to cut rightly: its Digits knows the digits of ASCII only, and its inverted Split
 * drops what lies between.
 */
export function forLibrary(preTokenizer: PreTokenizer): PreTokenizer {
  if (preTokenizer.type !== 'Sequence') return preTokenizer;
  return { ...preTokenizer, pretokenizers: preTokenizer.pretokenizers.map(cutterForLibrary) };
}

function cutterForLibrary(cutter: WordCutter): WordCutter {
  if (cutter.type === 'Digits') {
    const Regex = cutter.individual_digits === true ? String.raw`\p{N}` : String.raw`\p{N}+`;
    return { type: 'Split', pattern: { Regex }, behavior: 'Isolated', invert: false };
  }
  const dropsNothing = cutter.type === 'Split' && cutter.behavior === 'Isolated';
  return dropsNothing ? { ...cutter, invert: false } : cutter;
}

function isObject(value: unknown): value is Unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isList<T>(value: unknown, accepts: (entry: unknown) => entry is T): value is T[];
function isList(value: unknown, accepts: (entry: unknown) => boolean): value is unknown[];
function isList(value: unknown, accepts: (entry: unknown) => boolean): value is unknown[] {
  return Array.isArray(value) && value.every(accepts);
}

function typeOf(value: unknown): string {
  return isObject(value) && typeof value.type === 'string' ? value.type : 'none';
}
