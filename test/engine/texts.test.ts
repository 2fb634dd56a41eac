import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { EngineClient } from '../../src/client/engineClient';
import { analyze, engineClient, request, TINY } from './support';

const TEXTS: Record<string, string> = {
  'an empty file': '',
  'one character': 'a',
  'a byte order mark': '\uFEFFbom',
  'Windows line ends and tabs': 'a\r\n\tb\r\n\r\n',
  emoji: '😀👨‍👩‍👧‍👦🏳️‍🌈',
  'combining marks': 'e\u0301 a\u0308\u0323 क्षि',
  'Chinese, Japanese, Korean': '难度 むずかしい 어려움',
  'lone surrogates': 'a\uD800b\uDC00\uD83D',
  'control characters': '\u0000\u0001\u007F\u0085\u2028',
  'the BOS token spelt out': 'x<|bos|>y',
  'spaces at both ends': '  \n a \n  ',
  'a long run of one letter': 'a'.repeat(2000),
};

describe('texts', () => {
  let client: EngineClient;

  before(() => {
    client = engineClient();
  });

  after(() => {
    client.dispose();
  });

  /** Checks that the tokens are the text, piece by piece. */
  async function check(text: string): Promise<void> {
    const selection = { start: 0, end: Math.min(text.length, 20) };
    const { tokens } = await analyze(client, request(text, { selection }));
    let offset = 0;
    for (const { start, end } of tokens) {
      assert.equal(start, offset);
      assert.ok(end >= start);
      offset = end;
    }
    assert.ok(offset >= selection.end);
  }

  for (const [name, text] of Object.entries(TEXTS)) {
    it(`${name}: offsets are exact`, async () => {
      await check(text);
      const { tokens } = await analyze(client, request(text.slice(0, 60)));
      const pieces = Array.from(tokens, ({ start, end }) => text.slice(start, end));
      assert.equal(pieces.join(''), text.slice(0, 60));
    });
  }

  it('any string: offsets are exact', async () => {
    const anything = fc.string({ unit: 'binary', maxLength: 60 });
    await fc.assert(fc.asyncProperty(anything, check), { numRuns: 50 });
  });

  it('the BOS token spelt out is plain text', async () => {
    const { tokens } = await analyze(client, request('<|bos|>'));
    assert.ok(tokens.length > 1);
    assert.ok([...tokens].every(({ id }) => id !== 0));
  });

  it('the vocabulary is readable, and what is no text is written as bytes', async () => {
    const { vocabulary, model } = await client.open({ bundle: TINY, provider: 'cpu' });
    assert.equal(vocabulary.length, model.vocabularySize);
    assert.equal(vocabulary[0], '<|bos|>');
    for (const entry of ['a', ' ', '\n', '\\xE2', '\\xFF'])
      assert.ok(vocabulary.includes(entry), entry);
  });
});
