import assert from 'node:assert/strict';
import { LossBlock } from '../../../src/core/lossBlock';
import type { ResultBlock } from '../../../src/core/resultBlock';
import { RouteSpace } from '../../../src/core/routes';
import { ResultCache } from '../../../src/interactive/resultCache';

const SPACE = new RouteSpace(['small', 'big'], 8);

function block(): ResultBlock {
  return {
    losses: new LossBlock(SPACE, new Float32Array(2 * SPACE.count)),
    expected: undefined,
    predictions: { ids: new Int32Array(10), logProbabilities: new Float32Array(10) },
    router: undefined,
  };
}

describe('ResultCache', () => {
  it('finds what was added by key and check', () => {
    const cache = new ResultCache(1e6);
    const results = block();
    cache.add(5, 1, { block: results, at: 1 });
    const found = cache.find(5, 1) ?? assert.fail();
    assert.equal(found.block, results);
    assert.equal(found.at, 1);
    assert.equal(cache.find(5, 2), undefined);
    assert.equal(cache.find(6, 1), undefined);
  });

  it('forgets what was not used for longest, when it grows over its bound', () => {
    const cache = new ResultCache(1e9);
    for (const key of [1, 2, 3]) cache.add(key, 0, { block: block(), at: 0 });
    const three = cache.bytes;
    assert.ok(cache.find(1, 0));
    cache.resize(three);
    cache.add(4, 0, { block: block(), at: 0 });
    assert.deepEqual(
      [1, 2, 3, 4].map((key) => cache.find(key, 0) !== undefined),
      [true, false, true, true],
    );
    assert.equal(cache.bytes, three);
    cache.resize(0);
    assert.equal(cache.bytes, 0);
    assert.equal(cache.find(4, 0), undefined);
  });

  it('counts what replaces another once', () => {
    const cache = new ResultCache(1e9);
    cache.add(1, 0, { block: block(), at: 0 });
    const { bytes } = cache;
    cache.add(1, 7, { block: block(), at: 1 });
    assert.equal(cache.bytes, bytes);
    assert.equal(cache.find(1, 0), undefined);
    assert.equal(cache.find(1, 7)?.at, 1);
  });

  it('of no size remembers nothing', () => {
    const cache = new ResultCache(0);
    cache.add(1, 0, { block: block(), at: 0 });
    assert.equal(cache.find(1, 0), undefined);
  });
});
