import { Analysis } from '../../../src/core/analysis';
import type { ModelInfo } from '../../../src/core/model';
import type { OpenRequest } from '../../../src/protocol/engineApi';

/** A model of two layers, hence four routes of small and big: 0 `ss`, 1 `Bs`, 2 `sB`, 3 `BB`. */
export const MODEL: ModelInfo = {
  name: 'two-layers',
  licence: 'MIT',
  sha256: '0'.repeat(64),
  layers: 2,
  contextLength: 16,
  vocabularySize: 8,
  modules: [
    { name: 'small', innerWidth: 4, flops: 10 },
    { name: 'big', innerWidth: 64, flops: 160 },
  ],
  moduleLists: [['small', 'big']],
  exactLists: [['small', 'big']],
  hasRoutesGraph: false,
  routers: [{ name: 'one-big', budget: 1, modules: ['small', 'big'] }],
  flops: { attention: 100, head: 1000 },
};

/** How it was opened. */
export const SOURCE: OpenRequest = { bundle: '/models/two-layers', provider: 'cpu' };

export interface SampleToken {
  /** What the vocabulary says that it is. */
  readonly text: string;
  /** UTF-16 code units of the document that it owns; default: as many as its text has. */
  readonly length?: number;
  /** Losses of routes 0 to 3; absent: not known yet. */
  readonly losses?: readonly [number, number, number, number];
  /** Nats that the all-big model expects of them; absent: it does not say. */
  readonly expected?: readonly [number, number, number, number];
  /** Its difficulty as the model foresees it, nats; absent: likewise. */
  readonly predictedDifficulty?: number;
}

export interface Sample {
  readonly analysis: Analysis;
  readonly vocabulary: readonly string[];
}

/** An analysis of tokens in a row. The router takes `Bs` everywhere, at 2.5 nats in its own run. */
export function sampleAnalysis(tokens: readonly SampleToken[]): Sample {
  const ends = new Int32Array(tokens.length);
  tokens.forEach(({ text, length = text.length }, at) => {
    ends[at] = (ends[at - 1] ?? 0) + length;
  });
  const starts = Int32Array.from(ends, (_, at) => ends[at - 1] ?? 0);
  const source = { name: 'sample.txt', length: ends.at(-1) ?? 0, sha256: '0'.repeat(64) };
  const analysis = new Analysis(MODEL, source, {
    modules: ['small', 'big'],
    router: 'one-big',
    context: { kind: 'big' },
  });
  const ids = Int32Array.from(tokens.keys());
  analysis.apply({ kind: 'tokens', firstIndex: 0, ids, starts, ends, windows: [] });
  analysis.apply({
    kind: 'router',
    first: 0,
    routes: Uint8Array.from(tokens.flatMap(() => [2, 1])),
    ownLoss: new Float32Array(tokens.length).fill(2.5),
  });
  analysis.apply({
    kind: 'predictions',
    first: 0,
    ids: Int32Array.from(tokens.flatMap(() => [0, 1, 2, 3, 4])),
    logProbabilities: Float32Array.from(tokens.flatMap(() => [-1, -2, -3, -4, -5])),
  });
  tokens.forEach(({ losses, expected, predictedDifficulty }, first) => {
    if (predictedDifficulty !== undefined) {
      analysis.apply({
        kind: 'predictions',
        first,
        ids: Int32Array.of(0, 1, 2, 3, 4),
        logProbabilities: Float32Array.of(-1, -2, -3, -4, -5),
        predictedDifficulty: Float32Array.of(predictedDifficulty),
      });
    }
    if (losses === undefined) return;
    const foreseen = expected && { expected: Float32Array.from(expected) };
    analysis.apply({ kind: 'losses', first, losses: Float32Array.from(losses), ...foreseen });
  });
  return { analysis, vocabulary: tokens.map(({ text }) => text) };
}
