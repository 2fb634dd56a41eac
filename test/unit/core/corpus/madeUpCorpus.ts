import fc from 'fast-check';
import { Analysis, type AnalysisRun } from '../../../../src/core/analysis';
import { modelJson, optionsJson } from '../../../../src/core/analysisJson';
import type { Constraint } from '../../../../src/core/constraint';
import { ShardTally, type CorpusShard } from '../../../../src/core/corpus/corpusShard';
import { documentSums } from '../../../../src/core/corpus/documentSums';
import type { Sums } from '../../../../src/core/corpus/sums';
import { measure } from '../../../../src/core/measures';
import { unconstrained } from '../../../../src/core/oracle';
import { madeUpAnalysis, madeUpEvents, MODEL, RUN } from '../madeUpAnalysis';

export const ANY = unconstrained(MODEL.layers);

/** How all texts of a made-up corpus are run. */
export interface MadeUpRun {
  readonly run: AnalysisRun;
  readonly constraint: Constraint;
}

export const RUNS: fc.Arbitrary<MadeUpRun> = fc
  .record({
    modules: fc.constantFrom(...MODEL.moduleLists),
    router: fc.option(fc.constantFrom('half', 'three-way'), { nil: undefined }),
    budget: fc.option(fc.integer({ min: 0, max: MODEL.layers }), { nil: undefined }),
    atMost: fc.boolean(),
    self: fc.boolean(),
  })
  .map(({ modules, router, budget, atMost, self }) => {
    const constraint = { ...ANY, budget, atMost };
    const context = self ? ({ kind: 'self', constraint } as const) : RUN.context;
    return { run: { modules, router, context }, constraint };
  });

/** Sums of a text that nobody analysed. */
export function sumsOf(text: string, { run, constraint }: MadeUpRun): Sums {
  const analysis = madeUpAnalysis(text, run, { foresight: true });
  return documentSums(analysis, measure(analysis, { constraint }));
}

/** The same of losses so large and so small that adding them in another order gives another sum. */
function unevenSumsOf(text: string, { run, constraint }: MadeUpRun): Sums {
  const source = { name: '', length: text.length, sha256: 'cd'.repeat(32) };
  const analysis = new Analysis(MODEL, source, run);
  const uneven = (losses: Float32Array): Float32Array => losses.map((loss) => loss ** 20 / 1e9);
  for (const event of madeUpEvents(text, run, { foresight: true })) {
    if (event.kind !== 'losses') analysis.apply(event);
    else {
      const { losses, expected = losses } = event;
      analysis.apply({ ...event, losses: uneven(losses), expected: uneven(expected) });
    }
  }
  return documentSums(analysis, measure(analysis, { constraint }));
}

/** The shards of a corpus. `dealt`: of each text, the shard (from 1) that has it; every fifth text is skipped. */
export function madeUpShards(
  texts: readonly string[],
  dealt: readonly number[],
  of: number,
  asked: MadeUpRun,
): CorpusShard[] {
  const { run, constraint } = asked;
  const header = {
    of,
    list: { files: texts.length, sha256: 'ef'.repeat(32) },
    model: modelJson(MODEL, run),
    options: optionsJson(run, constraint),
  };
  return Array.from({ length: of }, (_, at) => {
    const tally = new ShardTally({ ...header, shard: at + 1 });
    for (const [place, text] of texts.entries()) {
      if (dealt[place] !== at + 1) continue;
      const path = `${String(place % 3)}/${String(place)}.txt`;
      if (place % 5 === 4) tally.skip({ path, reason: 'It is binary.' });
      else {
        const file = { path, sha256: 'aa'.repeat(32), length: text.length, provider: 'cpu' };
        tally.add(file, place, unevenSumsOf(text, asked));
      }
    }
    return tally.finish();
  });
}
