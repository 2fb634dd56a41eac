import type { ReportHead } from '../../src/panel/reportData';
import { element } from '../dom';

/** What the report is about, where it comes from, and how it looks. */
export function masthead(head: ReportHead, theme: HTMLElement): HTMLElement {
  const { source, model, run, provider, exportedAt, note } = head;
  const facts = [
    `model ${model.name}`,
    `modules ${run.modules.join(', ')}`,
    `${run.context.kind} context`,
    `run on ${provider}`,
  ].join(' · ');
  const date = new Date(exportedAt);
  const time = element('time', { datetime: date.toISOString() }, DATE.format(date));
  return element(
    'header',
    { class: 'masthead' },
    element('h1', {}, source.name),
    element('p', {}, facts),
    element(
      'p',
      {},
      'Duo-LLM Inspector, ',
      time,
      '. All of it is in this file: nothing was sent anywhere, and nothing is fetched.',
    ),
    ...(note === null ? [] : [element('p', { class: 'report-note', role: 'note' }, note)]),
    theme,
  );
}

const DATE = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeStyle: 'short' });
