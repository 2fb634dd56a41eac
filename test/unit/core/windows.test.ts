import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Failure } from '../../../src/core/failure';
import { planWindows } from '../../../src/core/windows';

const plans = fc.record({
  tokens: fc.nat(600),
  context: fc.integer({ min: 3, max: 64 }),
});

describe('planWindows', () => {
  it('reads a short text in one window', () => {
    assert.deepEqual(planWindows(5, 8), [{ start: 0, end: 5, scoreFrom: 0 }]);
    assert.deepEqual(planWindows(7, 8), [{ start: 0, end: 7, scoreFrom: 0 }]);
    assert.deepEqual(planWindows(0, 8), []);
  });

  it('gives later windows half the context length', () => {
    assert.deepEqual(planWindows(12, 8), [
      { start: 0, end: 7, scoreFrom: 0 },
      { start: 3, end: 10, scoreFrom: 7 },
      { start: 6, end: 12, scoreFrom: 10 },
    ]);
  });

  it('scores each token once, in order, with its promised context, in windows that fit', () => {
    fc.assert(
      fc.property(plans, ({ tokens, context }) => {
        let next = 0;
        planWindows(tokens, context).forEach(({ start, end, scoreFrom }, at) => {
          assert.equal(scoreFrom, next);
          assert.ok(start <= scoreFrom && scoreFrom < end);
          assert.ok(end - start <= context - 1);
          if (at > 0) assert.ok(scoreFrom - start >= Math.floor(context / 2));
          next = end;
        });
        assert.equal(next, tokens);
      }),
    );
  });

  it('scores a selection from the windows that the whole text would be read in', () => {
    fc.assert(
      fc.property(plans, fc.nat(600), fc.nat(600), ({ tokens, context }, a, b) => {
        const from = Math.min(a, b, tokens);
        const to = Math.min(Math.max(a, b), tokens);
        const startOf = (windows: ReturnType<typeof planWindows>): Map<number, number> => {
          return new Map(
            windows.flatMap(({ start, end, scoreFrom }) => {
              return Array.from({ length: end - scoreFrom }, (_, n) => [scoreFrom + n, start]);
            }) as [number, number][],
          );
        };
        const whole = startOf(planWindows(tokens, context));
        const selected = startOf(planWindows(tokens, context, from, to));
        const expected = [...whole].filter(([token]) => token >= from && token < to);
        assert.deepEqual([...selected], expected);
      }),
    );
  });

  it('refuses a context that leaves no room', () => {
    assert.throws(() => planWindows(5, 2), Failure);
  });
});
