import type { AnalysisRun } from '../../src/core/analysis';

type Context = AnalysisRun['context']['kind'];

/** Whose keys and values a token sees. */
const CONTEXTS: Readonly<Record<Context, string>> = {
  big: 'each token on its own after an all-big past',
  self: 'earlier tokens keep the oracle’s routes of this run',
};

/** No perplexity and no mean loss is shown without it. */
export function contextInWords(context: Context): string {
  return `${context} context: ${CONTEXTS[context]}`;
}
