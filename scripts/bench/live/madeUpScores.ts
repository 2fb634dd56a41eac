import { PREDICTIONS_PER_TOKEN } from '../../../src/core/analysisEvent';
import type { ModelInfo } from '../../../src/core/model';
import type { ScoreEvent, ScoreRequest } from '../../../src/protocol/engineApi';

/** Stands in for `EngineClient.score` where only the time around it counts: what it yields has the right shapes, at once. */
export function madeUpScores(
  model: ModelInfo,
): (request: ScoreRequest) => AsyncGenerator<ScoreEvent, null, undefined> {
  return async function* score({ from, to, modules }) {
    const count = to - from;
    const routes = modules.length ** model.layers;
    const predicted = count * PREDICTIONS_PER_TOKEN;
    yield await Promise.resolve({
      kind: 'predictions',
      first: 0,
      ids: new Int32Array(predicted),
      logProbabilities: new Float32Array(predicted).fill(-1),
      predictedDifficulty: new Float32Array(count).fill(1),
    });
    yield {
      kind: 'router',
      first: 0,
      routes: new Uint8Array(count * model.layers).fill(1),
      ownLoss: new Float32Array(count).fill(1),
    };
    const losses = (): Float32Array => new Float32Array(count * routes).fill(1);
    yield { kind: 'losses', first: 0, losses: losses(), expected: losses() };
    return null;
  };
}
