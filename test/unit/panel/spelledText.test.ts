import assert from 'node:assert/strict';
import { Analysis } from '../../../src/core/analysis';
import { tokenOffsets } from '../../../src/core/offsets';
import { spelledText } from '../../../src/panel/spelledText';
import { MODEL, RUN } from '../core/madeUpAnalysis';

/** An analysis of a text cut into these pieces of bytes, and a vocabulary that shows them as the engine does. */
function cut(text: string, lengths: readonly number[]): [Analysis, string[]] {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  const vocabulary = lengths.map((length) => {
    const piece = bytes.subarray(at, (at += length));
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(piece);
    } catch {
      return Array.from(piece, (byte) => `\\x${byte.toString(16).toUpperCase()}`).join('');
    }
  });
  const source = { name: 'x', length: text.length, sha256: '' };
  const analysis = new Analysis({ ...MODEL, vocabularySize: lengths.length }, source, RUN);
  const ids = Int32Array.from(lengths, (_, id) => id);
  analysis.apply({
    kind: 'tokens',
    firstIndex: 0,
    ids,
    ...tokenOffsets(text, lengths),
    windows: [],
  });
  return [analysis, vocabulary];
}

describe('spelledText', () => {
  const cases: readonly (readonly [text: string, lengths: readonly number[]])[] = [
    ['plain text', [5, 5]],
    ['tab\tand\r\nline', [3, 1, 3, 2, 4]],
    ['😀 half a smile', [2, 2, 13]],
    ['é\u0301漢字', [1, 1, 2, 3, 1, 2]],
    ['written \\xE2\\x82 out', [8, 8, 4]],
    ['', []],
  ];
  for (const [text, lengths] of cases) {
    it(`gives back ${JSON.stringify(text)}`, () => {
      assert.equal(spelledText(...cut(text, lengths)), text);
    });
  }

  it('keeps the offsets of a selection', () => {
    const [analysis, vocabulary] = cut('plain text', [5, 5]);
    assert.equal(spelledText(analysis.slice(1, 2), vocabulary), '      text');
  });
});
