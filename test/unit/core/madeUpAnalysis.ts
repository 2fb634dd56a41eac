import { Analysis, type AnalysisRun } from '../../../src/core/analysis';
import { PREDICTIONS_PER_TOKEN, type AnalysisEvent } from '../../../src/core/analysisEvent';
import type { ModelInfo } from '../../../src/core/model';
import { MODULES } from '../../../src/core/module';
import { seededDraw } from '../../../src/core/random';
import { planWindows } from '../../../src/core/windows';

/** A model of three layers that exists only as this description. */
export const MODEL: ModelInfo = {
  name: 'made-up',
  licence: 'MIT',
  sha256: 'ab'.repeat(32),
  layers: 3,
  contextLength: 8,
  vocabularySize: 300,
  modules: [
    { name: 'skip', innerWidth: 0, flops: 0 },
    { name: 'small', innerWidth: 4, flops: 10 },
    { name: 'big', innerWidth: 64, flops: 160 },
  ],
  moduleLists: [
    ['small', 'big'],
    ['skip', 'big'],
    ['skip', 'small', 'big'],
  ],
  exactLists: [
    ['small', 'big'],
    ['skip', 'big'],
    ['skip', 'small', 'big'],
  ],
  hasRoutesGraph: true,
  routers: [
    { name: 'half', budget: 1.5, modules: ['small', 'big'] },
    { name: 'skipping', budget: 1, modules: ['skip', 'big'] },
    { name: 'three-way', budget: 1, modules: ['skip', 'small', 'big'] },
  ],
  flops: { attention: 100, head: 1000 },
};

export const RUN: AnalysisRun = {
  modules: ['small', 'big'],
  router: 'half',
  context: { kind: 'big' },
};

/** What some bundles can say and others cannot. */
export interface Foresight {
  /** Expected losses, as from graphs that take labels; and predictions with a predicted difficulty. */
  readonly foresight?: boolean;
}

/**
 * What an engine would report about a text, were every character a token: losses up to 6 nats and router routes drawn
 * from a seed.
 */
export function* madeUpEvents(
  text: string,
  run: AnalysisRun,
  { foresight = false }: Foresight = {},
): Generator<AnalysisEvent> {
  const draw = seededDraw(text.length);
  const units = Int32Array.from({ length: text.length }, (_, at) => at);
  const ids = units.map((at) => text.charCodeAt(at) % MODEL.vocabularySize);
  yield {
    kind: 'tokens',
    firstIndex: 0,
    ids,
    starts: units,
    ends: units.map((at) => at + 1),
    windows: planWindows(ids, MODEL.contextLength),
  };
  const used = MODEL.routers.find(({ name }) => name === run.router)?.modules;
  if (used !== undefined) {
    const choices = used.map((module) => MODULES.indexOf(module));
    yield {
      kind: 'router',
      first: 0,
      routes: new Uint8Array(text.length * MODEL.layers).map(
        () => choices[draw(choices.length)] ?? 0,
      ),
      ownLoss: new Float32Array(text.length).map(() => draw(24) / 4),
    };
  }
  const foresee = seededDraw(text.length + 1);
  if (foresight) yield madeUpPredictions(text.length, foresee);
  const routes = run.modules.length ** MODEL.layers;
  for (const first of units) {
    const losses = new Float32Array(routes).map(() => draw(24) / 4);
    // What is expected has to do with what comes, but is not it.
    const expected = losses.map((loss) => (loss + foresee(24) / 4) / 2);
    yield { kind: 'losses', first, losses, ...(foresight && { expected }) };
  }
}

function madeUpPredictions(tokens: number, draw: (below: number) => number): AnalysisEvent {
  const ids = new Int32Array(tokens * PREDICTIONS_PER_TOKEN);
  return {
    kind: 'predictions',
    first: 0,
    ids: ids.map(() => draw(MODEL.vocabularySize)),
    logProbabilities: Float32Array.from(ids, (_, at) => -2 - (at % PREDICTIONS_PER_TOKEN)),
    predictedDifficulty: new Float32Array(tokens).map(() => draw(12) / 4),
  };
}

export function madeUpAnalysis(text: string, run = RUN, foresight: Foresight = {}): Analysis {
  const source = { name: 'made-up.txt', length: text.length, sha256: 'cd'.repeat(32) };
  const analysis = new Analysis(MODEL, source, run);
  for (const event of madeUpEvents(text, run, foresight)) analysis.apply(event);
  return analysis;
}
