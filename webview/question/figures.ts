import type { Answer } from '../../src/panel/answer';
import type { RouterFigures, Subject } from '../../src/panel/subject';
import { contextInWords } from '../charts/contextWords';
import { SERIES } from '../charts/series';
import { element } from '../dom';
import { decimals, nats, perplexity, signed } from '../numbers';
import { differenceInWords, HINDSIGHT } from './hindsight';

/** The numbers of the question beside those of the router, and their difference: in the table's context, all of them. */
export function figures(subject: Subject, answer: Answer): HTMLElement[] {
  const { router } = subject;
  const rows = [row('oracle', answer.meanBudget, answer.meanLoss, SERIES.oracle.className)];
  if (router !== null) {
    rows.push(row('router', router.meanBudget, router.meanLoss, SERIES.router.className));
    rows.push(difference(answer, router));
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
    element('p', { class: 'note' }, `In ${contextInWords(subject.run.context.kind)}. ${HINDSIGHT}`),
  ];
}

function row(
  name: string,
  budget: number | null,
  meanLoss: number | null,
  look: string,
): HTMLElement {
  const values = [decimals(budget), perplexity(meanLoss), nats(meanLoss)];
  return element(
    'tr',
    { class: look },
    element('th', { scope: 'row' }, element('span', { class: 'swatch' }), name),
    ...values.map((value) => element('td', {}, value)),
  );
}

function difference(answer: Answer, router: RouterFigures): HTMLElement {
  const { meanLoss: oracle } = answer;
  const { meanLoss } = router;
  const both = oracle !== null && meanLoss !== null;
  const change = both ? Math.exp(meanLoss) - Math.exp(oracle) : null;
  const name = differenceInWords(answer.meanBudget, router.meanBudget);
  return element(
    'tr',
    {},
    // Its words stand where the others have their budget too.
    element('th', { scope: 'row', colspan: 2 }, name),
    element('td', {}, signed(change, decimals)),
    element('td', {}, signed(both ? meanLoss - oracle : null, nats)),
  );
}

/** For a screen reader, when the answer is here. */
export function answerInWords({ run }: Subject, answer: Answer): string {
  return `Oracle in ${run.context.kind} context: perplexity ${perplexity(answer.meanLoss)}, ${nats(answer.meanLoss)} nats`;
}
