import assert from 'node:assert/strict';
import { availableParallelism } from 'node:os';
import { parseCpuList, usableCores } from '../../../src/engine/threads';

describe('threads', () => {
  it('are at least one and at most the processors that may be used', () => {
    assert.ok(usableCores() >= 1);
    assert.ok(usableCores() <= availableParallelism());
  });

  it('are as many as the environment says, if it says a number of them', () => {
    const found = usableCores({});
    assert.equal(usableCores({ DUO_LLM_THREADS: '3' }), 3);
    for (const nonsense of ['', '0', '-2', '1.5', 'many']) {
      assert.equal(usableCores({ DUO_LLM_THREADS: nonsense }), found);
    }
  });

  it('read lists of processors as Linux writes them', () => {
    assert.deepEqual(parseCpuList('0'), [0]);
    assert.deepEqual(parseCpuList('0-2,8,10-11'), [0, 1, 2, 8, 10, 11]);
  });
});
