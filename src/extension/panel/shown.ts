import type { Shown } from '../../panel/shown';
import type { DocumentAnalysis } from '../documentAnalysis';
import { settingsFor } from '../settings';

/** What is known of a document, as panels and reports show it. */
export function shownOf({ analysis, document, end, opened }: DocumentAnalysis): Shown {
  return {
    analysis,
    vocabulary: opened.vocabulary,
    provider: opened.provider.provider,
    timing: end ?? null,
    tolerance: settingsFor(document.uri).tolerance,
  };
}
