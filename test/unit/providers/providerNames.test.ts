import assert from 'node:assert/strict';
import { providerInWords } from '../../../src/providers/providerNames';

describe('what runs a model, in words', () => {
  it('has the threads of the CPU, and not those beside a GPU', () => {
    assert.equal(providerInWords({ provider: 'cpu', threads: 2 }), 'CPU, 2 threads');
    assert.equal(providerInWords({ provider: 'cpu', threads: 1 }), 'CPU, 1 thread');
    assert.equal(providerInWords({ provider: 'webgpu', threads: 2 }), 'WebGPU');
  });
});
