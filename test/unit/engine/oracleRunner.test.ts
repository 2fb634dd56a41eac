import assert from 'node:assert/strict';
import type { Inputs } from '../../../src/engine/graph';
import { Outputs } from '../../../src/engine/outputs';
import { KeyValues } from '../../../src/engine/keyValues';
import { OracleRunner } from '../../../src/engine/oracleRunner';

const DIMENSIONS = { layers: 1, stages: 1, width: 2, heads: 1, keyValueHeads: 1, headWidth: 2 };
const IDS = Int32Array.of(9, 10, 11, 12);
const POSITIONS = 2;
const ROUTES = 2;

interface Run {
  readonly inputs: Inputs;
  readonly outputs: readonly string[];
}

/** A runner of a graph that answers with losses 0, 1, 2, .. in the order of its memory; and what it was asked. */
function runnerOf(takesLabels: boolean): { runner: OracleRunner; runs: Run[] } {
  const runs: Run[] = [];
  const counted = (...shape: number[]): Float32Array => {
    const length = shape.reduce((product, side) => product * side, 1);
    return Float32Array.from({ length }, (_, at) => at);
  };
  const graph = {
    takes: (name: string) => takesLabels && name === 'labels',
    run: (inputs: Inputs, outputs: readonly string[]) => {
      runs.push({ inputs, outputs });
      const labels = inputs['labels']?.shape[1] ?? 1;
      return Promise.resolve(
        new Outputs({
          losses: counted(POSITIONS, ROUTES),
          label_losses: counted(POSITIONS, labels, ROUTES),
        }),
      );
    },
  };
  return { runner: new OracleRunner(graph, POSITIONS), runs };
}

const KEY_VALUES = KeyValues.empty(DIMENSIONS, 8);
const LABELS = {
  perPosition: 3,
  block: (first: number, positions: number) =>
    new Int32Array(positions * 3).map((_, at) => 10 * first + at),
};

describe('OracleRunner', () => {
  it('takes the mean over the labels of each position', async () => {
    const { runner, runs } = runnerOf(true);
    const { losses, expected } = await runner.run(IDS, 1, KEY_VALUES, LABELS, ['node_keys_0']);
    assert.deepEqual(runs[0]?.outputs, ['losses', 'label_losses', 'node_keys_0']);
    const { data, shape } = runs[0].inputs['labels'] ?? assert.fail();
    assert.deepEqual(shape, [2, 3]);
    assert.deepEqual(data, BigInt64Array.of(10n, 11n, 12n, 13n, 14n, 15n));
    assert.deepEqual([...losses], [0, 1, 2, 3]);
    // Position 0 has 0, 2, 4 and 1, 3, 5; position 1 has 6, 8, 10 and 7, 9, 11.
    assert.deepEqual([...(expected ?? [])], [2, 3, 8, 9]);
  });

  it('feeds a graph that takes labels also when there are none', async () => {
    const { runner, runs } = runnerOf(true);
    const { losses, expected } = await runner.run(IDS, 1, KEY_VALUES, undefined);
    assert.deepEqual(runs[0]?.outputs, ['losses']);
    const { data, shape } = runs[0].inputs['labels'] ?? assert.fail();
    assert.deepEqual(shape, [2, 1]);
    assert.deepEqual(data, BigInt64Array.of(0n, 0n));
    assert.equal(expected, undefined);
    assert.deepEqual([...losses], [0, 1, 2, 3]);
  });

  it('does not trouble a graph that takes none', async () => {
    const { runner, runs } = runnerOf(false);
    const { losses, expected } = await runner.run(IDS, 1, KEY_VALUES, LABELS);
    assert.deepEqual(runs[0]?.outputs, ['losses']);
    assert.equal(runs[0].inputs['labels'], undefined);
    assert.equal(expected, undefined);
    assert.deepEqual([...losses], [0, 1, 2, 3]);
  });
});
