import type { Answer } from '../../src/panel/answer';
import type { Subject } from '../../src/panel/subject';
import { contextInWords } from '../charts/contextWords';
import { SERIES } from '../charts/series';
import { element } from '../dom';
import { decimals, nats, perplexity, signed } from '../numbers';

/** The numbers of the question beside those of the router, and their difference: in the table's context, all of them. */
export function figures(subject: Subject, answer: Answer): HTMLElement[] {
  const { router } = subject;
  const rows = [row('oracle', answer.meanBudget, answer.meanLoss, SERIES.oracle.className)];
  if (router !== null) {
    rows.push(row('router', router.meanBudget, router.meanLoss, SERIES.router.className));
    rows.push(difference(answer.meanLoss, router.meanLoss));
  }
  const heading = (text: string): HTMLElement => element('th', { scope: 'col' }, text);
  return [
    element(
      'table',
      { class: 'figures' },
      element(
        'thead',
        {},
        element('tr', {}, element('td'), heading('big'), heading('perplexity'), heading('nats')),
      ),
      element('tbody', {}, ...rows),
    ),
    element('p', { class: 'note' }, `In ${contextInWords(subject.run.context.kind)}.`),
  ];
}

function row(
  name: string,
  budget: number | null,
  meanLoss: number | null,
  look: string,
): HTMLElement {
  return line(name, [decimals(budget), perplexity(meanLoss), nats(meanLoss)], look);
}

function difference(oracle: number | null, router: number | null): HTMLElement {
  const both = oracle !== null && router !== null;
  const change = both ? Math.exp(router) - Math.exp(oracle) : null;
  return line(
    'difference',
    ['', signed(change, decimals), signed(both ? router - oracle : null, nats)],
    undefined,
  );
}

function line(name: string, values: readonly string[], look: string | undefined): HTMLElement {
  return element(
    'tr',
    { class: look },
    element('th', { scope: 'row' }, element('span', { class: 'swatch' }), name),
    ...values.map((value) => element('td', {}, value)),
  );
}

/** For a screen reader, when the answer is here. */
export function answerInWords({ run }: Subject, answer: Answer): string {
  return `Oracle in ${run.context.kind} context: perplexity ${perplexity(answer.meanLoss)}, ${nats(answer.meanLoss)} nats`;
}
