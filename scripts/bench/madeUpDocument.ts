import { Analysis } from '../../src/core/analysis';
import type { ModelInfo } from '../../src/core/model';
import { seededDraw } from '../../src/core/random';
import type { Shown } from '../../src/panel/shown';

const TOKENS = 10_000;
const LAYERS = 8;
const ROUTES = 2 ** LAYERS;
/** Characters of a token. */
const LENGTH = 4;
const VOCABULARY = 8192;

const MODEL: ModelInfo = {
  name: 'made-up',
  licence: 'MIT',
  sha256: '00'.repeat(32),
  layers: LAYERS,
  contextLength: 512,
  vocabularySize: VOCABULARY,
  modules: [
    { name: 'skip', innerWidth: 0, flops: 0 },
    { name: 'small', innerWidth: 64, flops: 65_536 },
    { name: 'big', innerWidth: 1024, flops: 1_048_576 },
  ],
  moduleLists: [['small', 'big']],
  exactLists: [['small', 'big']],
  hasRoutesGraph: false,
  routers: [{ name: 'half', budget: 4, modules: ['small', 'big'] }],
  flops: { attention: 524_288, head: 4_194_304 },
};

/**
 * A document of 10,000 tokens under 256 routes with losses from a generator: what is done with a table takes the same time
 * whatever the losses are, and no model has to run.
 */
export function madeUpDocument(): Shown {
  const draw = seededDraw(1);
  const source = { name: 'made-up.txt', length: TOKENS * LENGTH, sha256: '00'.repeat(32) };
  const run = { modules: ['small', 'big'], router: 'half', context: { kind: 'big' } } as const;
  const analysis = new Analysis(MODEL, source, run);
  const starts = Int32Array.from({ length: TOKENS }, (_, token) => token * LENGTH);
  analysis.apply({
    kind: 'tokens',
    firstIndex: 0,
    ids: starts.map(() => draw(VOCABULARY)),
    starts,
    ends: starts.map((start) => start + LENGTH),
    windows: [],
  });
  analysis.apply({
    kind: 'router',
    first: 0,
    routes: new Uint8Array(TOKENS * LAYERS).map(() => 1 + draw(2)),
    ownLoss: new Float32Array(TOKENS).map(() => draw(1000) / 200),
  });
  const row = new Float32Array(ROUTES);
  for (let first = 0; first < TOKENS; first++) {
    const surprise = draw(1000) / 100;
    const drawn = (): Float32Array => row.map(() => surprise + draw(1000) / 500);
    analysis.apply({ kind: 'losses', first, losses: drawn(), expected: drawn() });
  }
  return {
    analysis,
    vocabulary: Array.from({ length: VOCABULARY }, (_, id) => id.toString(36).padStart(LENGTH)),
    provider: 'none',
    timing: null,
    tolerance: 0.05,
  };
}
