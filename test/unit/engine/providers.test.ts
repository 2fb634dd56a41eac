import assert from 'node:assert/strict';
import { candidates } from '../../../src/engine/providers';

describe('execution providers', () => {
  it('are CUDA where it exists, then the CPU, for auto', () => {
    const expected = process.platform === 'linux' ? ['cuda', 'cpu'] : ['cpu'];
    assert.deepEqual(candidates('auto'), expected);
  });

  it('are the chosen one alone when one is chosen', () => {
    for (const choice of ['cpu', 'cuda', 'webgpu', 'dml', 'coreml'] as const) {
      assert.deepEqual(candidates(choice), [choice]);
    }
  });
});
