import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Failure } from '../../../src/core/failure';
import { planWindows, type Window } from '../../../src/core/windows';

const CONTEXT = 64;
/** Few different tokens, so that texts repeat themselves as real ones do. */
const texts = fc.array(fc.nat(40), { maxLength: 600 }).map((ids) => Int32Array.from(ids));
const contexts = fc.integer({ min: 3, max: 64 });

function counted(tokens: number): Int32Array {
  return Int32Array.from({ length: tokens }, (_, at) => at);
}

/** By token: what its predictor sees, as the begin of its window. */
function starts(windows: readonly Window[]): Map<number, number> {
  const byToken = windows.flatMap(({ start, end, scoreFrom }) =>
    Array.from({ length: end - scoreFrom }, (_, n) => [scoreFrom + n, start] as const),
  );
  return new Map(byToken);
}

describe('planWindows', () => {
  it('reads a short text in one window', () => {
    assert.deepEqual(planWindows(counted(5), 8), [{ start: 0, end: 5, scoreFrom: 0 }]);
    assert.deepEqual(planWindows(counted(7), 8), [{ start: 0, end: 7, scoreFrom: 0 }]);
    assert.deepEqual(planWindows(counted(0), 8), []);
  });

  it('scores each token once, in order, with its promised context, in windows that fit', () => {
    fc.assert(
      fc.property(texts, contexts, (ids, context) => {
        let next = 0;
        planWindows(ids, context).forEach(({ start, end, scoreFrom }, at) => {
          assert.equal(scoreFrom, next);
          assert.ok(start <= scoreFrom && scoreFrom < end);
          assert.ok(end - start <= context - 1);
          if (at > 0) assert.equal(scoreFrom - start, Math.floor(context / 2));
          next = end;
        });
        assert.equal(next, ids.length);
      }),
    );
  });

  it('depend on nothing that follows: what stands before an edit keeps its windows', () => {
    fc.assert(
      fc.property(texts, texts, contexts, fc.nat(600), (ids, other, context, at) => {
        const kept = ids.subarray(0, at);
        const [before, after] = [ids, Int32Array.of(...kept, ...other)].map((each) =>
          starts(planWindows(each, context)),
        );
        for (const token of kept.keys()) assert.equal(after?.get(token), before?.get(token));
      }),
    );
  });

  it('are the same again a few windows behind an inserted token', () => {
    const ids = Int32Array.from({ length: 4000 }, (_, at) => Math.imul(at * at, 7919) % 4096);
    const [before, after] = [ids, Int32Array.of(5, ...ids)].map((each) =>
      starts(planWindows(each, CONTEXT)),
    );
    const moved = [...(before ?? [])].filter(
      ([token, start]) => after?.get(token + 1) !== start + 1,
    );
    const [last] = moved.at(-1) ?? assert.fail();
    assert.ok(last < 12 * CONTEXT, `they differ up to token ${String(last)}`);
  });

  it('scores a selection from the windows that the whole text would be read in', () => {
    fc.assert(
      fc.property(texts, contexts, fc.nat(600), fc.nat(600), (ids, context, a, b) => {
        const from = Math.min(a, b, ids.length);
        const to = Math.min(Math.max(a, b), ids.length);
        const whole = starts(planWindows(ids, context));
        const selected = starts(planWindows(ids, context, from, to));
        const expected = [...whole].filter(([token]) => token >= from && token < to);
        assert.deepEqual([...selected], expected);
      }),
    );
  });

  it('refuses a context that leaves no room', () => {
    assert.throws(() => planWindows(counted(5), 2), Failure);
  });
});
