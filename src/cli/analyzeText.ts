import { eachEvent } from '../client/eachEvent';
import { Analysis, type AnalysisSource } from '../core/analysis';
import type { ModelInfo } from '../core/model';
import type { AnalysisEnd, OpenRequest } from '../protocol/engineApi';
import type { Plan } from './plan';
import type { Engine } from './surroundings';

/** What is run over a text. */
export interface TextRun {
  readonly opening: OpenRequest;
  readonly model: ModelInfo;
  readonly plan: Plan;
}

export interface Watching {
  readonly signal: AbortSignal;
  /** Gets the analysis as it grows. */
  readonly onAdvance: (analysis: Analysis) => void;
}

/** Runs an engine over a text to its end. Throws Failure. */
export async function analyzeText(
  { text, source }: { readonly text: string; readonly source: AnalysisSource },
  { opening, model, plan }: TextRun,
  engine: Engine,
  { signal, onAdvance }: Watching,
): Promise<{ readonly analysis: Analysis; readonly timing: AnalysisEnd }> {
  const { modules, context, router, search } = plan.run;
  const analysis = new Analysis(model, source, plan.run);
  const request = {
    ...opening,
    text,
    modules,
    context,
    ...(router === undefined ? {} : { router }),
    ...(search === undefined ? {} : { search }),
  };
  const timing = await eachEvent(engine.analyze(request, signal), (event) => {
    analysis.apply(event);
    onAdvance(analysis);
  });
  return { analysis, timing };
}
