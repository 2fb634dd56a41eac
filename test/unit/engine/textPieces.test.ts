import assert from 'node:assert/strict';
import fc from 'fast-check';
import { textPieces } from '../../../src/engine/textPieces';
import { wordCuts } from '../../../src/engine/wordCuts';
import { FAMILIES, GPT_2, GPT_4O, tokenizerWith, UNKNOWN } from './tokenizerFamilies';

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
        '/',
        'Ab',
        '½',
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
  for (const [family, preTokenizer] of FAMILIES) {
    it(`have, joined, the tokens of the whole text: ${family}`, () => {
      const cuts = wordCuts(preTokenizer);
      assert.ok(cuts);
      const encode = tokenizerWith(preTokenizer);
      const property = fc.property(texts, fc.integer({ min: 1, max: 12 }), (text, length) => {
        const pieces = [...textPieces(text, cuts, length)];
        assert.equal(pieces.join(''), text);
        assert.deepEqual(pieces.flatMap(encode), encode(text));
      });
      fc.assert(property, { numRuns: 1000 });
      const code = 'if (a) {\n  b();\n\n  return 12;\n}\n';
      assert.ok([...textPieces(code, cuts)].length >= 4);
    });
  }

  it('are one where nothing is known of the expression', () => {
    for (const preTokenizer of UNKNOWN) {
      const cuts = wordCuts(preTokenizer);
      assert.equal(cuts, undefined);
      assert.deepEqual([...textPieces('one\ntwo\n', cuts, 1)], ['one\ntwo\n']);
    }
  });

  it('are as many as the length asks for where words are short', () => {
    const cuts = wordCuts(GPT_2);
    assert.deepEqual(
      [...textPieces('one two  three\n\nfour', cuts, 2)],
      ['one', ' two', '  three', '\n\nfour'],
    );
    assert.deepEqual([...textPieces('  indented', cuts, 1)], ['  indented']);
    assert.deepEqual([...textPieces('', cuts, 1)], []);
    assert.deepEqual(
      [...textPieces('a(b); \n\nc;\n/d e\n', wordCuts(GPT_4O), 2)],
      ['a(b); \n\n', 'c;\n/d', ' e', '\n'],
    );
  });
});
