import assert from 'node:assert/strict';
import { availableParallelism } from 'node:os';
import { crewFor, parseCpuList, usableCores } from '../../../src/engine/threads';

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

  it('are shared by few sessions that together take no more than there are', () => {
    assert.deepEqual(crewFor('cpu', 1), { sessions: 1, threads: 1 });
    assert.deepEqual(crewFor('cpu', 2), { sessions: 2, threads: 1 });
    assert.deepEqual(crewFor('cpu', 3), { sessions: 2, threads: 1 });
    assert.deepEqual(crewFor('cpu', 8), { sessions: 2, threads: 4 });
    assert.deepEqual(crewFor('cuda', 8), { sessions: 1, threads: 8 });
  });

  it('read lists of processors as Linux writes them', () => {
    assert.deepEqual(parseCpuList('0'), [0]);
    assert.deepEqual(parseCpuList('0-2,8,10-11'), [0, 1, 2, 8, 10, 11]);
  });
});
