import type { Analysis } from '../core/analysis';
import { toJson } from '../core/analysisJson';
import type { Constraint } from '../core/constraint';
import { jsonLines } from '../core/jsonLines';
import { DEFAULT_TOLERANCE, measure } from '../core/measures';
import { summarize } from '../core/summary';
import type { AnalysisEnd, OpenedModel } from '../protocol/engineApi';
import { reportOf } from '../report/report';
import { readAssets } from '../report/reportAssets';
import { groundOf, painterFor } from './ansi';
import type { Options } from './options';
import type { Surroundings } from './surroundings';
import { textReport } from './textReport';

/** A finished analysis and what was asked of it. */
export interface Finished {
  readonly text: string;
  readonly analysis: Analysis;
  readonly constraint: Constraint;
  readonly opened: OpenedModel;
  readonly timing: AnalysisEnd;
}

/** What the command prints, in the wanted format, in pieces. Throws Failure. */
export async function resultOf(
  finished: Finished,
  options: Options,
  around: Surroundings,
): Promise<Iterable<string>> {
  if (options.format === 'html') return await htmlReport(finished, options, around);
  const { text, analysis, constraint, opened, timing } = finished;
  const measures = measure(analysis, { constraint });
  const summary = summarize(analysis, measures);
  const context = { text, summary, timing, provider: opened.provider.provider };
  if (options.format === 'json') return jsonLines(toJson(analysis, measures, context));
  const painter = painterFor(options.out === undefined && around.stdout.isTTY === true, around.env);
  const look = { painter, ground: groundOf(around.env), quantity: options.colour };
  return textReport(analysis, measures, { ...context, timing }, opened.vocabulary, look);
}

/** A report that begins with the question of the options, or with none when they ask for nothing of an all-big past. */
async function htmlReport(
  { analysis, constraint, opened, timing }: Finished,
  { budget, layers, context }: Options,
  { pages, stderr }: Surroundings,
): Promise<Iterable<string>> {
  const { vocabulary, provider } = opened;
  const asked = budget !== undefined || layers !== undefined || context === 'self';
  const report = reportOf(
    {
      shown: {
        analysis,
        vocabulary,
        provider: provider.provider,
        timing,
        tolerance: DEFAULT_TOLERANCE,
      },
      question: asked ? constraint : null,
      reruns: [],
      kept: [],
      comparedWith: null,
      exportedAt: Date.now(),
    },
    await readAssets(pages),
  );
  if (report.note !== undefined) stderr.write(`${report.note}\n`);
  return report.html;
}
