import assert from 'node:assert/strict';
import { KeyValues } from '../../../src/engine/keyValues';
import { oracleInputs } from '../../../src/engine/oracleInputs';

const DIMENSIONS = { layers: 1, stages: 3, width: 2, heads: 4, keyValueHeads: 2, headWidth: 2 };
const BOS = 9;

describe('oracleInputs', () => {
  const ids = Int32Array.of(BOS, 10, 11, 12);
  const keyValues = KeyValues.empty(DIMENSIONS, 8);
  const inputs = oracleInputs(ids, 2, 3, keyValues);

  it('pair each predictor with the token it predicts, and fill up with BOS', () => {
    assert.deepEqual(inputs['tokens']?.data, BigInt64Array.of(11n, 12n, 9n));
    assert.deepEqual(inputs['targets']?.data, BigInt64Array.of(12n, 9n, 9n));
    assert.deepEqual(inputs['t0']?.data, BigInt64Array.of(2n));
  });

  it('let a predictor see the self slot and the positions before it', () => {
    const { data, shape } = inputs['mask'] ?? assert.fail();
    assert.deepEqual(shape, [4, 65]);
    const row = (n: number): number[] => Array.from(data.subarray(n * 65, (n + 1) * 65), Number);
    assert.deepEqual(row(0), [1, ...new Array<number>(64).fill(0)]);
    for (const n of [0, 1, 2]) {
      // Column 1 + p is position p: predictor 2 + n sees positions 0 to 1 + n.
      const visible = row(1 + n).flatMap((mask, column) => (mask === 0 ? [column] : []));
      assert.deepEqual(
        visible,
        Array.from({ length: 3 + n }, (_, column) => column),
      );
      assert.ok(row(1 + n).every((mask) => mask === 0 || mask === -1e9));
    }
  });

  it('have the shapes that the graphs ask for', () => {
    assert.deepEqual(inputs['keys']?.shape, [3, 2, 2, 65]);
    assert.deepEqual(inputs['values']?.shape, [3, 2, 65, 2]);
  });
});
