import type { AnalysisRun } from '../../src/core/analysis';

const CONTEXTS: Readonly<Record<AnalysisRun['context']['kind'], string>> = {
  big: 'big context: each token on its own after an all-big past',
  self: 'self context: earlier tokens keep the oracle’s routes of this run',
};

/** No perplexity and no mean loss is shown without it: whose keys and values a token saw. */
export function contextInWords(context: AnalysisRun['context']['kind']): string {
  return CONTEXTS[context];
}
