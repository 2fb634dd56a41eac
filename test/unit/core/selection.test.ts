import assert from 'node:assert/strict';
import { selectedTokens } from '../../../src/core/selection';

describe('selectedTokens', () => {
  // Tokens of "ab", an emoji in three pieces, "c".
  const offsets = { starts: Int32Array.of(0, 2, 4, 4, 4), ends: Int32Array.of(2, 4, 4, 4, 5) };

  const select = (start: number, end: number): number[] => {
    const { from, to } = selectedTokens(offsets, { start, end });
    return [from, to];
  };

  it('takes all tokens without a selection', () => {
    assert.deepEqual(selectedTokens(offsets, undefined), { from: 0, to: 5 });
  });

  it('takes tokens that overlap, also in part', () => {
    assert.deepEqual(select(0, 2), [0, 1]);
    assert.deepEqual(select(1, 3), [0, 4]);
    assert.deepEqual(select(0, 99), [0, 5]);
  });

  it('takes all pieces of a character', () => {
    assert.deepEqual(select(2, 4), [1, 4]);
    assert.deepEqual(select(3, 5), [1, 5]);
  });

  it('leaves the pieces of the character before the selection', () => {
    const [from, to] = select(4, 5);
    assert.deepEqual([from, to], [4, 5]);
  });

  it('takes none for an empty selection or one behind the text', () => {
    for (const [start, end] of [
      [1, 1],
      [2, 2],
      [5, 9],
    ] as const) {
      const [from, to] = select(start, end);
      assert.equal(from, to);
    }
  });
});
