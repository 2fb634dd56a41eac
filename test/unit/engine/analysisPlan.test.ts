import assert from 'node:assert/strict';
import { blockGraph } from '../../../src/engine/analysisPlan';

const graph = (positions: number, modules: ('skip' | 'small' | 'big')[] = ['small', 'big']) => ({
  modules,
  positions,
  file: `${modules.join('-')}-${positions}.onnx`,
});

describe('the graph for blocks', () => {
  const oracles = [graph(1), graph(64), graph(8), graph(32, ['skip', 'big'])];

  it('is the largest on a GPU, and one that lets others in on the CPU', () => {
    assert.equal(blockGraph(oracles, ['small', 'big'], 'cuda')?.positions, 64);
    assert.equal(blockGraph(oracles, ['small', 'big'], 'cpu')?.positions, 8);
  });

  it('is what there is where nothing suits', () => {
    assert.equal(blockGraph(oracles, ['skip', 'big'], 'cpu')?.positions, 32);
    assert.equal(blockGraph(oracles, ['skip', 'small', 'big'], 'cpu'), undefined);
  });
});
