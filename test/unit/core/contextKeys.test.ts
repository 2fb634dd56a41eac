import assert from 'node:assert/strict';
import fc from 'fast-check';
import { contextKeys } from '../../../src/core/contextKeys';
import { planWindows } from '../../../src/core/windows';

const CONTEXT = 16;
const texts = fc.array(fc.nat(4), { maxLength: 120 }).map((ids) => Int32Array.from(ids));

/** By token: what its window shows up to it. */
function shown(ids: Int32Array): string[] {
  return planWindows(ids, CONTEXT).flatMap(({ start, end, scoreFrom }) =>
    Array.from({ length: end - scoreFrom }, (_, n) =>
      ids.subarray(start, scoreFrom + n + 1).join(),
    ),
  );
}

function keys(ids: Int32Array, run = 'run'): string[] {
  const { keys, checks } = contextKeys(ids, planWindows(ids, CONTEXT), run);
  return Array.from(keys, (key, at) => `${String(key)} ${String(checks[at])}`);
}

describe('contextKeys', () => {
  it('are equal exactly where windows show the same', () => {
    fc.assert(
      fc.property(texts, texts, (one, other) => {
        const seen = [...shown(one), ...shown(other)];
        const named = [...keys(one), ...keys(other)];
        assert.equal(named.length, one.length + other.length);
        assert.equal(new Set(named).size, new Set(seen).size);
        const bySeen = new Map(seen.map((text, at) => [text, named[at]]));
        seen.forEach((text, at) => {
          assert.equal(named[at], bySeen.get(text));
        });
      }),
    );
  });

  it('are whole numbers, and others for another run', () => {
    const ids = Int32Array.from({ length: 100 }, (_, at) => at);
    const { keys: numbers } = contextKeys(ids, planWindows(ids, CONTEXT), 'run');
    assert.ok(numbers.every(Number.isSafeInteger));
    const others = new Set(keys(ids, 'another run'));
    assert.ok(keys(ids).every((key) => !others.has(key)));
  });

  it('spread evenly', () => {
    const ids = Int32Array.from({ length: 20_000 }, (_, at) => at % 3);
    const { keys: numbers, checks } = contextKeys(ids, planWindows(ids, 512), 'run');
    const distinct = new Set(numbers);
    assert.ok(distinct.size > 500);
    const bits = Array.from({ length: 53 }, (_, bit) => {
      const set = [...distinct].filter((key) => Math.floor(key / 2 ** bit) % 2 === 1);
      return set.length / distinct.size;
    });
    assert.ok(Math.min(...bits) > 0.4 && Math.max(...bits) < 0.6, String(bits));
    assert.equal(new Set(checks).size, distinct.size);
  });

  it('of a selection begin with its first token', () => {
    const ids = Int32Array.from({ length: 100 }, (_, at) => at % 7);
    const windows = planWindows(ids, CONTEXT, 40, 60);
    const part = contextKeys(ids, windows, 'run').keys;
    const whole = contextKeys(ids, planWindows(ids, CONTEXT), 'run').keys;
    assert.deepEqual(part, whole.slice(40, 60));
  });
});
