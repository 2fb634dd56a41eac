import assert from 'node:assert/strict';
import fc from 'fast-check';
import { jsonLines } from '../../../src/core/jsonLines';

describe('jsonLines', () => {
  it('writes the same JSON value', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const written = [...jsonLines(value)].join('');
        assert.deepEqual(JSON.parse(written), JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('takes a list that is made as it is read', () => {
    const lazy = { list: [1, 2].values(), none: [].values() };
    assert.deepEqual(JSON.parse([...jsonLines(lazy)].join('')), { list: [1, 2], none: [] });
  });

  it('puts every field and every list element on a line', () => {
    assert.equal(
      [...jsonLines({ a: 1, list: [{ b: 2 }, 3], none: [] })].join(''),
      '{\n"a": 1,\n"list": [\n{"b":2},\n3\n],\n"none": []\n}\n',
    );
  });
});
