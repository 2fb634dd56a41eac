import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Failure } from '../../../src/core/failure';
import { Tokenizer } from '../../../src/engine/tokenizer';

/** A byte-level tokenizer of few characters: `a`, `b`, `ab`, the two bytes of `é`, and an added token. */
const JSON_OF_TOKENIZER = {
  normalizer: null as { type: string } | null,
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

describe('Tokenizer', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'tokenizer-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  async function read(json: object): Promise<Tokenizer> {
    const file = path.join(folder, 'tokenizer.json');
    writeFileSync(file, JSON.stringify(json));
    return Tokenizer.read(file, 8);
  }

  it('encodes text to ids and byte lengths', async () => {
    const { ids, byteLengths } = await (await read(JSON_OF_TOKENIZER)).encode('abéb', SIGNAL);
    assert.deepEqual(Array.from(ids), [3, 4, 5, 2]);
    assert.deepEqual(Array.from(byteLengths), [2, 1, 1, 1]);
  });

  it('encodes the empty text to nothing', async () => {
    const { ids } = await (await read(JSON_OF_TOKENIZER)).encode('', SIGNAL);
    assert.equal(ids.length, 0);
  });

  it('shows every id, added tokens as they are spelt', async () => {
    const shown = (await read(JSON_OF_TOKENIZER)).display();
    assert.deepEqual(shown, ['<|end of text|>', 'a', 'b', 'ab', '\\xC3', '\\xA9', '<', '|']);
  });

  it('refuses a text that its tokens do not spell', async () => {
    const refused = (error: unknown): boolean =>
      error instanceof Failure && error.code === 'text' && !error.message.includes('xyz');
    const tokenizer = await read(JSON_OF_TOKENIZER);
    await assert.rejects(tokenizer.encode('axyz', SIGNAL), refused);
    const lossy = await read({ ...JSON_OF_TOKENIZER, normalizer: { type: 'Lowercase' } });
    await assert.rejects(lossy.encode('A', SIGNAL), refused);
    assert.equal((await lossy.encode('a', SIGNAL)).ids.length, 1);
  });

  it('refuses words that are not cut by the pattern of byte-level BPE', async () => {
    for (const pre_tokenizer of [
      null,
      { type: 'Whitespace' },
      { type: 'ByteLevel', use_regex: false },
    ]) {
      await assert.rejects(
        read({ ...JSON_OF_TOKENIZER, pre_tokenizer }),
        (error: unknown) =>
          error instanceof Failure &&
          error.code === 'bundle' &&
          error.message.includes('pre_tokenizer is not ByteLevel'),
      );
    }
  });

  it('stops between two pieces of a long text when cancelled', async () => {
    const controller = new AbortController();
    const encoding = (await read(JSON_OF_TOKENIZER)).encode('ab '.repeat(1e6), controller.signal);
    controller.abort();
    await assert.rejects(
      encoding,
      (error: unknown) => error instanceof Failure && error.code === 'cancelled',
    );
  });

  it('refuses what is no byte-level tokenizer', async () => {
    const model = { ...JSON_OF_TOKENIZER.model, vocab: { '▁a': 1 } };
    for (const json of [{}, { ...JSON_OF_TOKENIZER, model }]) {
      await assert.rejects(
        read(json),
        (error: unknown) => error instanceof Failure && error.code === 'bundle',
      );
    }
  });
});
