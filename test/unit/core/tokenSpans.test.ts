import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Token } from '../../../src/core/token';
import { characterAt, tokensIn, tokensUntil } from '../../../src/core/tokenSpans';

function tokensOf(lengths: readonly number[], from = 0): Token[] {
  let at = from;
  return lengths.map((length, index) => ({ index, id: 0, start: at, end: (at += length) }));
}

/** `ab`, a character of three tokens, `c`; a selection that begins at offset 10. */
const TOKENS = tokensOf([2, 2, 0, 0, 1], 10);

describe('characterAt', () => {
  it('finds the token at an offset, with those inside the same character', () => {
    assert.deepEqual(characterAt(TOKENS, 11), { first: 0, end: 1 });
    assert.deepEqual(characterAt(TOKENS, 12), { first: 1, end: 4 });
    assert.deepEqual(characterAt(TOKENS, 13), { first: 1, end: 4 });
    assert.deepEqual(characterAt(TOKENS, 14), { first: 4, end: 5 });
  });

  it('finds nothing outside the analysed text', () => {
    assert.equal(characterAt(TOKENS, 9), undefined);
    assert.equal(characterAt(TOKENS, 15), undefined);
    assert.equal(characterAt([], 0), undefined);
  });
});

describe('tokensIn', () => {
  it('takes the tokens that overlap, and what continues their characters', () => {
    assert.deepEqual(tokensIn(TOKENS, 12, 14), { first: 1, end: 4 });
    assert.deepEqual(tokensIn(TOKENS, 0, 100), { first: 0, end: 5 });
    assert.deepEqual(tokensIn(TOKENS, 20, 30), { first: 5, end: 5 });
  });

  it('agrees with looking at every token', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3)), fc.nat(20), fc.nat(20), (lengths, a, b) => {
        const tokens = tokensOf(lengths);
        const [start, end] = a < b ? [a, b] : [b, a];
        const { first, end: after } = tokensIn(tokens, start, end);
        const overlapping = tokens.filter((token) => token.start < end && token.end > start);
        const found = tokens.slice(first, after);
        assert.ok(overlapping.every((token) => start === end || found.includes(token)));
        const extra = found.filter((token) => !overlapping.includes(token));
        assert.ok(extra.every((token) => token.start === token.end));
      }),
    );
  });
});

describe('tokensUntil', () => {
  it('counts what ends at an offset or before', () => {
    assert.equal(tokensUntil(TOKENS, 9), 0);
    assert.equal(tokensUntil(TOKENS, 12), 1);
    assert.equal(tokensUntil(TOKENS, 13), 1);
    assert.equal(tokensUntil(TOKENS, 14), 4);
    assert.equal(tokensUntil(TOKENS, 99), 5);
  });
});
