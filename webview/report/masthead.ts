import type { ReportHead } from '../../src/panel/reportData';
import { element } from '../dom';

/** What a report says of itself above the panel, and how it looks. */
export function masthead({ model, run, provider, exportedAt, note }: ReportHead, theme: Element) {
  const date = new Date(exportedAt);
  const time = element('time', { datetime: date.toISOString() }, DATE.format(date));
  const facts = [
    `model ${model.name}`,
    `modules ${run.modules.join(', ')}`,
    `${run.context.kind} context`,
    `run on ${provider}`,
  ].join(' · ');
  return element(
    'aside',
    { class: 'masthead', 'aria-label': 'About this report' },
    element('p', { class: 'report-title' }, 'Duo-LLM Inspector report, ', time),
    element('p', {}, facts),
    element('p', {}, 'All of it is in this file: nothing was sent anywhere, nothing is fetched.'),
    theme,
    ...(note === null ? [] : [element('p', { class: 'report-note' }, note)]),
  );
}

const DATE = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeStyle: 'short' });
