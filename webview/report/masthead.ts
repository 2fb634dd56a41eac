import type { AnalysisRun } from '../../src/core/analysis';
import type { ReportHead } from '../../src/panel/reportData';
import { questionInWords } from '../../src/panel/questionInWords';
import { wholeRunNote } from '../charts/contextWords';
import { element } from '../dom';

/** What a report says of itself above the panel, and how it looks. */
export function masthead({ model, run, provider, exportedAt, note }: ReportHead, theme: Element) {
  const date = new Date(exportedAt);
  const time = element('time', { datetime: date.toISOString() }, DATE.format(date));
  const facts = [
    `model ${model.name}`,
    `modules ${run.modules.join(', ')}`,
    contextFact(run),
    `run on ${provider}`,
  ].join(' · ');
  return element(
    'aside',
    { class: 'masthead', 'aria-label': 'About this report' },
    element('p', { class: 'report-title' }, 'Duo-LLM Inspector report, ', time),
    element('p', {}, facts),
    ...contextNote(run),
    element('p', {}, 'All of it is in this file: nothing was sent anywhere, nothing is fetched.'),
    theme,
    ...(note === null ? [] : [element('p', { class: 'report-note' }, note)]),
  );
}

function contextFact({ context }: AnalysisRun): string {
  if (context.kind === 'big') return 'big context';
  return `self context, run with ${questionInWords(context.constraint)}`;
}

function contextNote({ context }: AnalysisRun): HTMLElement[] {
  const note = wholeRunNote(context.kind);
  if (note === undefined) return [];
  const others =
    'All other losses, those of all big and all small too, change one token’s route and leave earlier tokens on the routes of this run.';
  return [element('p', { class: 'report-note' }, `${note} ${others}`)];
}

const DATE = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeStyle: 'short' });
