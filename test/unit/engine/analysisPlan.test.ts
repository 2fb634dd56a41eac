import assert from 'node:assert/strict';
import type { OracleGraph } from '../../../src/core/bundleFormat';
import type { ModuleList } from '../../../src/core/module';
import { blockGraph, stepGraph } from '../../../src/engine/analysisPlan';

const SMALL_BIG: ModuleList = ['small', 'big'];
const THREE: ModuleList = ['skip', 'small', 'big'];

function graph(positions: number, modules: ModuleList = SMALL_BIG): OracleGraph {
  return { modules, positions, file: `${modules.join('-')}-${String(positions)}.onnx` };
}

function forGpu(positions: number, modules?: ModuleList): OracleGraph {
  return { ...graph(positions, modules), device: 'gpu' };
}

describe('the graph for blocks', () => {
  it('is the largest on a GPU, and one that lets others in on the CPU', () => {
    const oracles = [graph(1), graph(64), graph(8), graph(32, ['skip', 'big'])];
    assert.equal(blockGraph(oracles, SMALL_BIG, 'cuda')?.positions, 64);
    assert.equal(blockGraph(oracles, SMALL_BIG, 'cpu')?.positions, 8);
  });

  it('is what there is where nothing suits', () => {
    const oracles = [graph(32, ['skip', 'big']), forGpu(4)];
    assert.equal(blockGraph(oracles, ['skip', 'big'], 'cpu')?.positions, 32);
    assert.equal(blockGraph(oracles, SMALL_BIG, 'cpu'), oracles[1]);
    assert.equal(blockGraph(oracles, THREE, 'cpu'), undefined);
  });

  it('is one that is made for a GPU on a GPU, and another on the CPU', () => {
    const oracles = [graph(1, THREE), graph(2, THREE), forGpu(1, THREE), graph(8), forGpu(32)];
    assert.equal(blockGraph(oracles, THREE, 'webgpu'), oracles[2]);
    assert.equal(blockGraph(oracles, THREE, 'cpu'), oracles[1]);
    assert.equal(blockGraph(oracles, SMALL_BIG, 'cuda'), oracles[4]);
    assert.equal(blockGraph(oracles, SMALL_BIG, 'cpu'), oracles[3]);
  });
});

describe('the graph for steps', () => {
  it('has one position, and is the one made for a GPU only there', () => {
    const oracles = [graph(8), graph(1), forGpu(1), forGpu(32)];
    assert.equal(stepGraph(oracles, SMALL_BIG, 'cpu'), oracles[1]);
    assert.equal(stepGraph(oracles, SMALL_BIG, 'webgpu'), oracles[2]);
    assert.equal(stepGraph([graph(1), forGpu(32)], SMALL_BIG, 'cuda')?.device, undefined);
    assert.equal(stepGraph([graph(8)], SMALL_BIG, 'cpu'), undefined);
  });
});
