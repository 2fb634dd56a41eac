import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LEVELS } from '../../../src/core/colourScale';
import { colourRuns, type PaintedToken, type Span } from '../../../src/extension/colourRuns';

const token = (
  start: number,
  end: number,
  level: number | undefined,
  fresh = true,
): PaintedToken => {
  return { start, end, level, fresh };
};

describe('colourRuns', () => {
  it('joins neighbours of one level and marks the seam between them', () => {
    const { levels, seams } = colourRuns([token(0, 3, 2), token(3, 5, 2), token(5, 9, 4)]);
    assert.deepEqual(levels[2], [{ start: 0, end: 5 }]);
    assert.deepEqual(levels[4], [{ start: 5, end: 9 }]);
    assert.deepEqual(seams, [{ start: 3, end: 5 }]);
  });

  it('keeps apart what does not touch', () => {
    const { levels, seams } = colourRuns([token(0, 3, 2), token(4, 5, 2)]);
    assert.equal(levels[2]?.length, 2);
    assert.deepEqual(seams, []);
  });

  it('paints stale tokens in no level’s colour', () => {
    const { levels, stale } = colourRuns([token(0, 3, 5, false), token(3, 4, 6, false)]);
    assert.deepEqual(levels.flat(), []);
    assert.deepEqual(stale, [{ start: 0, end: 4 }]);
  });

  it('marks easy tokens as stale too, but none that was never analysed', () => {
    const { stale } = colourRuns([token(0, 3, 0, false), token(3, 4, undefined, false)]);
    assert.deepEqual(stale, [{ start: 0, end: 3 }]);
  });

  it('leaves alone what is easy, unknown or has no place of its own', () => {
    const { levels, stale } = colourRuns([token(0, 1, 0), token(1, 2, undefined), token(2, 2, 3)]);
    assert.deepEqual([...levels.flat(), ...stale], []);
  });

  it('covers every coloured unit once, in its own level', () => {
    const tokens = fc
      .array(fc.record({ length: fc.nat(3), level: fc.nat(LEVELS - 1), fresh: fc.boolean() }))
      .map((parts) => {
        let at = 0;
        return parts.map(({ length, level, fresh }) => token(at, (at += length), level, fresh));
      });
    const unitsOf = (spans: readonly Span[]): number[] =>
      spans.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, n) => start + n));
    fc.assert(
      fc.property(tokens, (list) => {
        const { levels, stale } = colourRuns(list);
        for (let level = 1; level < LEVELS; level++) {
          const wanted = list.filter((one) => one.fresh && one.level === level);
          assert.deepEqual(unitsOf(levels[level] ?? []), unitsOf(wanted));
        }
        const wanted = list.filter((one) => !one.fresh);
        assert.deepEqual(unitsOf(stale), unitsOf(wanted));
      }),
    );
  });
});
