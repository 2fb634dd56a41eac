import type { AnalysisRun } from '../../src/core/analysis';

type Context = AnalysisRun['context']['kind'];

/** Whose keys and values a token sees. */
const CONTEXTS: Readonly<Record<Context, string>> = {
  big: 'each token on its own after an all-big past',
  self: 'earlier tokens keep the oracle’s routes of this run',
};

/** What of the curves one real run reaches, where readers might take all of them for that; else `undefined`. */
export function wholeRunNote(context: Context): string | undefined {
  if (context === 'big') return undefined;
  return 'Of the curves, only the oracle under this run’s own question is what a run as a whole reaches.';
}

/** No perplexity and no mean loss is shown without it. */
export function contextInWords(context: Context): string {
  return `${context} context: ${CONTEXTS[context]}`;
}
