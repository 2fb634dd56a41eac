import assert from 'node:assert/strict';
import { ForwardPass } from '../../../src/engine/forwardPass';
import type { Inputs } from '../../../src/engine/graph';
import { Outputs } from '../../../src/engine/outputs';

const DIMENSIONS = { layers: 2, stages: 1, width: 2, heads: 1, keyValueHeads: 1, headWidth: 2 };
const IDS = Int32Array.of(0, 5, 6);

/** A forward graph with further outputs besides those that every bundle has. */
function forwardWith(further: readonly string[]): { forward: ForwardPass; asked: string[] } {
  const asked: string[] = [];
  const graph = {
    gives: (name: string) => further.includes(name),
    run: (_inputs: Inputs, names: readonly string[]) => {
      asked.push(...names);
      const data = names.map((name, at): [string, BigInt64Array | Float32Array] => [
        name,
        name === 'top_ids' ? BigInt64Array.of(4n) : Float32Array.of(at),
      ]);
      return Promise.resolve(new Outputs(Object.fromEntries(data)));
    },
  };
  return { forward: new ForwardPass(graph, DIMENSIONS), asked };
}

describe('ForwardPass', () => {
  it('asks a graph only for what it gives', async () => {
    const { forward, asked } = forwardWith([]);
    const { distribution, predictedDifficulty, ids } = await forward.big(IDS);
    assert.deepEqual(asked, ['top_ids', 'top_logprobs', 'keys', 'values']);
    assert.deepEqual([distribution, predictedDifficulty], [undefined, undefined]);
    assert.deepEqual(ids, Int32Array.of(4));
  });

  it('has the distribution and the predicted difficulty of a graph that gives them', async () => {
    const { forward, asked } = forwardWith(['logprobs', 'predicted_difficulty']);
    const { distribution, predictedDifficulty, logProbabilities } = await forward.big(IDS);
    const valueOf = (name: string): Float32Array => Float32Array.of(asked.indexOf(name));
    assert.deepEqual(distribution, valueOf('logprobs'));
    assert.deepEqual(predictedDifficulty, valueOf('predicted_difficulty'));
    assert.deepEqual(logProbabilities, valueOf('top_logprobs'));
  });
});
