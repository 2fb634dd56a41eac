import type { Analysis } from '../core/analysis';
import type { RunContext } from '../core/analysisJson';
import { kindCounts, type Measures } from '../core/measures';
import { searchInWords } from '../core/searchWords';
import { PREDICTION_NOTE } from '../core/words';
import { legend, listing, type Look } from './listing';
import { summaryText } from './summaryText';
import { tokenTable } from './tokenTable';

/** The command line prints only runs that came to their end. */
type FinishedRun = RunContext & { readonly timing: NonNullable<RunContext['timing']> };

/** What `--format text` prints: the text in colours, or a table of its tokens where there are none, and the summary. */
export function* textReport(
  analysis: Analysis,
  measures: Measures,
  { text, summary, timing, provider }: FinishedRun,
  vocabulary: readonly string[],
  look: Look,
): Generator<string> {
  const { painter } = look;
  const tokens = painter.coloured
    ? [...listing(analysis, measures, text, look), '', legend(analysis.run.modules, look)]
    : tokenTable(analysis, measures, text, vocabulary);
  const speed = `${timing.seconds.toFixed(1)} s, ${timing.tokensPerSecond.toFixed(0)} tokens/s`;
  const lines = [
    ...tokens,
    painter.dim(PREDICTION_NOTE),
    '',
    ...summaryText(
      summary,
      { constraint: measures.constraint, kinds: kindCounts(measures.kinds) },
      painter,
    ),
    ...(analysis.search === 'beam' ? [searchInWords(summary.search)] : []),
    painter.dim(
      `${String(summary.tokens)} tokens, ${analysis.model.name} on ${provider}, ${speed}`,
    ),
  ];
  for (const line of lines) yield `${line}\n`;
}
