import assert from 'node:assert/strict';
import fc from 'fast-check';
import { stretches } from '../../../src/core/stretches';

describe('stretches', () => {
  it('covers exactly what satisfies the condition, in order, in runs of limited length', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean()), fc.integer({ min: 1, max: 5 }), (flags, most) => {
        const covered: number[] = [];
        for (const [first, end] of stretches(flags.length, (at) => flags[at] === true, most)) {
          assert.ok(end > first && end - first <= most);
          for (let at = first; at < end; at++) covered.push(at);
        }
        assert.deepEqual(
          covered,
          [...flags.keys()].filter((at) => flags[at]),
        );
      }),
    );
  });

  it('does not split what fits', () => {
    assert.deepEqual([...stretches(5, () => true)], [[0, 5]]);
  });
});
