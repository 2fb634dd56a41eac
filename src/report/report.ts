import type { Analysis } from '../core/analysis';
import type { Constraint } from '../core/constraint';
import { count } from '../core/words';
import type { Kept } from '../panel/keptRuns';
import type { Shown } from '../panel/shown';
import { REPORT_SCHEMA, type ReportData } from '../panel/reportData';
import type { RerunState } from '../panel/rerun';
import type { ReportAssets } from './reportAssets';
import { reportDocument } from './reportDocument';

/** What of the tables goes into a report: browsers take long over larger files. */
const MOST_BYTES = 64 * 2 ** 20;

/** What a host has to show, and what it was asked, when a report is made of it. */
export interface ReportContent {
  readonly shown: Shown;
  /** `null`: nobody has asked. */
  readonly question: Constraint | null;
  readonly reruns: readonly RerunState[];
  readonly kept: readonly Kept[];
  readonly comparedWith: number | null;
  /** Milliseconds since 1970. */
  readonly exportedAt: number;
}

export interface Report {
  /** The text of the HTML file, in pieces; may be read once. */
  readonly html: Iterable<string>;
  /** A sentence for the user about what is not in it; the report itself says it too. */
  readonly note: string | undefined;
}

/**
 * The one way to write a report, for all hosts: `reportOf(content, await readAssets(dist)).html` is the text of a file that
 * works without network, editor and model. It carries the tokens' texts, which are the user's, and nothing else of them.
 */
export function reportOf(content: ReportContent, assets: ReportAssets): Report {
  const { exportedAt, question, reruns, kept, comparedWith } = content;
  const { provider, timing, tolerance, vocabulary, analysis: whole } = content.shown;
  const tables = whole.expected === undefined ? 1 : 2;
  const fitting = Math.floor(MOST_BYTES / (tables * whole.table.space.count * 4));
  const analysis = whole.slice(0, Math.min(fitting, whole.tokens.length));
  const note = noteOn(whole, fitting);
  const { model, source, run } = analysis;
  const data: ReportData = {
    schema: REPORT_SCHEMA,
    ...{ exportedAt, model, source, run, provider, timing, tolerance, question },
    ...{ note: note ?? null, reruns, kept, comparedWith, vocabulary },
    events: [...analysis.events()],
  };
  return { html: reportDocument(data, assets), note };
}

function noteOn({ tokens, source, complete }: Analysis, fitting: number): string | undefined {
  if (complete && tokens.length === 0) {
    const why = source.length === 0 ? 'The text is empty' : 'The text has no tokens';
    return `${why}: there is nothing to predict, so the report holds no numbers.`;
  }
  if (tokens.length <= fitting) return undefined;
  return (
    `The report holds the first ${count(fitting)} of ${count(tokens.length)} tokens: ` +
    'more would be too large for a browser. Analyse a selection to have others in a report.'
  );
}
