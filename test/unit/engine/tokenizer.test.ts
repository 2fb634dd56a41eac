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
    const { ids, byteLengths } = (await read(JSON_OF_TOKENIZER)).encode('abéb');
    assert.deepEqual(Array.from(ids), [3, 4, 5, 2]);
    assert.deepEqual(Array.from(byteLengths), [2, 1, 1, 1]);
  });

  it('encodes the empty text to nothing', async () => {
    assert.equal((await read(JSON_OF_TOKENIZER)).encode('').ids.length, 0);
  });

  it('shows every id, added tokens as they are spelt', async () => {
    const shown = (await read(JSON_OF_TOKENIZER)).display();
    assert.deepEqual(shown, ['<|end of text|>', 'a', 'b', 'ab', '\\xC3', '\\xA9', '<', '|']);
  });

  it('refuses a text that its tokens do not spell', async () => {
    const refused = (error: unknown): boolean =>
      error instanceof Failure && error.code === 'text' && !error.message.includes('xyz');
    const tokenizer = await read(JSON_OF_TOKENIZER);
    assert.throws(() => tokenizer.encode('axyz'), refused);
    const lossy = await read({ ...JSON_OF_TOKENIZER, normalizer: { type: 'Lowercase' } });
    assert.throws(() => lossy.encode('A'), refused);
    assert.equal(lossy.encode('a').ids.length, 1);
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
