import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import fc from 'fast-check';
import { textPieces } from '../../../src/engine/textPieces';

const ROOT = path.join(__dirname, '..', '..', '..');
const FILE = path.join(ROOT, 'models', 'duo-8l', 'tokenizer.json');
const tokenizer = new Tokenizer(JSON.parse(readFileSync(FILE, 'utf8')) as object, {});

function encode(text: string): number[] {
  return tokenizer.encode(text, { add_special_tokens: false }).ids;
}

/** Texts in which every kind of thing that the word pattern tells apart meets every other. */
const texts = fc
  .array(
    fc.oneof(
      fc.constantFrom(' ', '  ', '\n', '\r\n', '\t', '\u00a0', '\u2028', '\ufeff'),
      fc.constantFrom(
        'a',
        'word',
        "'s",
        "'",
        "'ll",
        '12',
        '.',
        '...',
        'é',
        '深度',
        '😀',
        'e\u0301',
      ),
      fc.constantFrom('\ud83d', '\ude00', '\0', '\u200b', '\u0085'),
      fc.string({ unit: 'binary', maxLength: 3 }),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

describe('textPieces', () => {
  it('have, joined, the tokens of the whole text', () => {
    const property = fc.property(texts, fc.integer({ min: 1, max: 12 }), (text, length) => {
      const pieces = [...textPieces(text, length)];
      assert.equal(pieces.join(''), text);
      assert.deepEqual(pieces.flatMap(encode), encode(text));
    });
    fc.assert(property, { numRuns: 1000 });
  });

  it('are as many as the length asks for where words are short', () => {
    assert.deepEqual(
      [...textPieces('one two  three\n\nfour', 2)],
      ['one', ' two', '  three', '\n\nfour'],
    );
    assert.deepEqual([...textPieces('  indented', 1)], ['  indented']);
    assert.deepEqual([...textPieces('', 1)], []);
  });
});
