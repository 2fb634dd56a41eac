import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TokenList } from '../../../src/core/tokenList';

describe('TokenList', () => {
  it('answers like an array of tokens', () => {
    const property = fc.property(
      fc.array(fc.nat()),
      fc.nat(100),
      fc.integer({ min: -9, max: 9 }),
      fc.nat(9),
      fc.nat(9),
      (ids, firstIndex, position, first, end) => {
        const units = Int32Array.from(ids.keys());
        const list = new TokenList(
          firstIndex,
          Int32Array.from(ids),
          units,
          units.map((at) => at + 1),
        );
        const array = ids.map((id, at) => ({
          index: firstIndex + at,
          id,
          start: at,
          end: at + 1,
        }));
        assert.equal(list.length, array.length);
        assert.deepEqual([...list], array);
        assert.deepEqual(list.at(position), array.at(position));
        assert.deepEqual([...list.slice(first, end)], array.slice(first, end));
      },
    );
    fc.assert(property);
  });
});
