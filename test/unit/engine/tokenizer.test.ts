import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Failure } from '../../../src/core/failure';
import { Tokenizer } from '../../../src/engine/tokenizer';

/** A byte-level tokenizer of few characters: `a`, `b`, `ab`, the two bytes of `é`, and an added token. */
const JSON_OF_TOKENIZER = {
  normalizer: null,
  pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, use_regex: true },
  post_processor: null,
  decoder: { type: 'ByteLevel' },
  added_tokens: [{ id: 0, content: '<|end of text|>', special: true }],
  model: {
    type: 'BPE',
    vocab: { '<|end of text|>': 0, a: 1, b: 2, ab: 3, Ã: 4, '©': 5, '<': 6, '|': 7 } as Record<
      string,
      number
    >,
    merges: [['a', 'b']],
  },
};

const SIGNAL = new AbortController().signal;

function read(json: object): Tokenizer {
  return Tokenizer.parse(Buffer.from(JSON.stringify(json)), 8, 0);
}

/** The tokenizer of the tiny bundle, with something changed. */
function changes(change: object): string | undefined {
  const file = path.join(__dirname, '../../fixtures/tiny-duo/tokenizer.json');
  const json = { ...(JSON.parse(readFileSync(file, 'utf8')) as object), ...change };
  return Tokenizer.parse(Buffer.from(JSON.stringify(json)), 300, 0).changes();
}

const { model } = JSON_OF_TOKENIZER;

describe('Tokenizer', () => {
  it('encodes text to ids and byte lengths', async () => {
    const { ids, byteLengths } = await read(JSON_OF_TOKENIZER).encode('abéb', SIGNAL);
    assert.deepEqual(Array.from(ids), [3, 4, 5, 2]);
    assert.deepEqual(Array.from(byteLengths), [2, 1, 1, 1]);
  });

  it('encodes the empty text to nothing', async () => {
    const { ids } = await read(JSON_OF_TOKENIZER).encode('', SIGNAL);
    assert.equal(ids.length, 0);
  });

  it('shows every id, added tokens as they are spelt', () => {
    const shown = read(JSON_OF_TOKENIZER).display();
    assert.deepEqual(shown, ['<|end of text|>', 'a', 'b', 'ab', '\\xC3', '\\xA9', '<', '|']);
  });

  it('refuses a text that its tokens do not spell', async () => {
    const refused = (error: unknown): boolean =>
      error instanceof Failure && error.code === 'text' && !error.message.includes('xyz');
    await assert.rejects(read(JSON_OF_TOKENIZER).encode('axyz', SIGNAL), refused);
  });

  it('knows what it does not give back', () => {
    assert.equal(changes({}), undefined);
    assert.equal(read(JSON_OF_TOKENIZER).changes(), 'words');
    const Regex = String.raw`\w+|\s+|[^\w\s\u{1F1E6}-\u{1FFFF}]+`;
    const drops = { type: 'Split', pattern: { Regex }, behavior: 'Removed', invert: true };
    const pretokenizers = [drops, { type: 'ByteLevel', use_regex: false }];
    assert.equal(changes({ pre_tokenizer: { type: 'Sequence', pretokenizers } }), 'an emoji');
  });

  it('tells digits of all scripts apart, as the one that trained it', async () => {
    // U+0663 is the bytes D9 and A3.
    const vocab = { Ù: 1, '£': 2, 'Ù£': 3, 'Ù£Ù£': 4 };
    const merges = [
      ['Ù', '£'],
      ['Ù£', 'Ù£'],
    ];
    const tokenizer = (individual_digits: boolean): Tokenizer => {
      const digits = { type: 'Digits', individual_digits };
      const pretokenizers = [digits, { type: 'ByteLevel', use_regex: false }];
      return read({
        ...JSON_OF_TOKENIZER,
        pre_tokenizer: { type: 'Sequence', pretokenizers },
        model: { ...model, vocab, merges },
      });
    };
    const ids = async (individual: boolean): Promise<number[]> => {
      return Array.from((await tokenizer(individual).encode('\u0663\u0663', SIGNAL)).ids);
    };
    assert.deepEqual(await ids(true), [3, 3]);
    assert.deepEqual(await ids(false), [4]);
  });

  it('stops between two pieces of a long text when cancelled', async () => {
    const controller = new AbortController();
    const encoding = read(JSON_OF_TOKENIZER).encode('ab '.repeat(1e6), controller.signal);
    controller.abort();
    await assert.rejects(
      encoding,
      (error: unknown) => error instanceof Failure && error.code === 'cancelled',
    );
  });

  const sequence = (...pretokenizers: object[]): object => ({
    pre_tokenizer: { type: 'Sequence', pretokenizers },
  });
  const byteLevel = { type: 'ByteLevel' };
  const pattern = { Regex: 'a' };
  for (const [problem, change] of [
    [/is of the type none/, { model: null }],
    [/type Unigram, not BPE/, { model: { ...model, type: 'Unigram' } }],
    [/has no vocab/, { model: { ...model, vocab: [] } }],
    [/has no merges/, { model: { ...model, merges: [['a', 'b', 'c']] } }],
    [/the id 8,/, { model: { ...model, vocab: { a: 8 } } }],
    [/the id -1,/, { model: { ...model, vocab: { a: -1 } } }],
    [/the id 1\.5,/, { model: { ...model, vocab: { a: 1.5 } } }],
    [/is not byte-level/, { model: { ...model, vocab: { '▁a': 1 } } }],
    [/the normaliser Lowercase/, { normalizer: { type: 'Lowercase' } }],
    [/the decoder none/, { decoder: null }],
    [/the decoder Metaspace/, { decoder: { type: 'Metaspace' } }],
    [/has no pre_tokenizer/, { pre_tokenizer: null }],
    [/neither ByteLevel with use_regex/, { pre_tokenizer: { ...byteLevel, use_regex: false } }],
    [/adds a space/, sequence({ ...byteLevel, add_prefix_space: true })],
    [/does not end with ByteLevel/, sequence(byteLevel, { type: 'Digits' })],
    [/does not end with ByteLevel/, sequence()],
    [/Punctuation before ByteLevel/, sequence({ type: 'Punctuation' }, byteLevel)],
    [/a Split without pattern/, sequence({ type: 'Split', behavior: 'Isolated' }, byteLevel)],
    [
      /behavior MergedWithNext/,
      sequence({ type: 'Split', pattern, behavior: 'MergedWithNext' }, byteLevel),
    ],
    [/behavior Removed/, sequence({ type: 'Split', pattern, behavior: 'Removed' }, byteLevel)],
    [
      /is not understood/,
      sequence({ type: 'Split', pattern: { Regex: '(' }, behavior: 'Isolated' }, byteLevel),
    ],
    [/added_tokens/, { added_tokens: [{ id: 'one', content: '<1>' }] }],
  ] as const) {
    it(`is refused when it ${problem.source}`, () => {
      assert.throws(() => read({ ...JSON_OF_TOKENIZER, ...change }), problem);
    });
  }

  it('is refused when it is no JSON, or no object', () => {
    for (const text of ['', '{', 'null', '[]', '1']) {
      assert.throws(() => Tokenizer.parse(Buffer.from(text), 8, 0), /^Error: is no /);
    }
  });

  it('is refused when a text leads to BOS: a byte, what BPE makes, or a word that is taken whole', () => {
    for (const bos of [1, 3]) {
      const bytes = Buffer.from(JSON.stringify(JSON_OF_TOKENIZER));
      assert.throws(() => Tokenizer.parse(bytes, 8, bos), /lead to the token \d, which is BOS/);
    }
    const vocab = { bos: 0, b: 1, o: 2, s: 3 };
    const whole = { ...model, ignore_merges: true, vocab, merges: [] };
    assert.throws(
      () => read({ ...JSON_OF_TOKENIZER, added_tokens: [], model: whole }),
      /lead to the token 0/,
    );
  });
});
