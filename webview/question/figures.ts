import { MODULE_LETTERS } from '../../src/core/module';
import type { Answer, Reached } from '../../src/panel/answer';
import { budgetOn, type Curve } from '../../src/panel/curve';
import type { RouterFigures, Subject } from '../../src/panel/subject';
import { contextInWords } from '../charts/contextWords';
import { SERIES } from '../charts/series';
import { element } from '../dom';
import { decimals, nats, perplexity, signed } from '../numbers';
import { differenceInWords, HINDSIGHT } from './hindsight';

/**
 * The numbers of the question beside what they are compared with: the oracle without hindsight, the best fixed route and
 * the router. In the table's context, all of them.
 */
export function figures(subject: Subject, answer: Answer, curve: Curve | null): HTMLElement[] {
  const { router, hasExpected } = subject;
  const rows = [row('oracle', answer, SERIES.oracle.className)];
  if (hasExpected) {
    const { hindsightFree } = SERIES;
    rows.push(row(hindsightFree.label, answer.hindsightFree ?? NONE, hindsightFree.className));
    rows.push(row(SERIES.fixed.label, fixedUnder(answer, curve), SERIES.fixed.className));
  }
  if (router !== null) {
    rows.push(row('router', router, SERIES.router.className));
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
    element(
      'p',
      { class: 'note' },
      `In ${contextInWords(subject.run.context.kind)}.${hasExpected ? '' : ` ${HINDSIGHT}`}`,
    ),
  ];
}

const NONE: Reached = { meanBudget: null, meanLoss: null };

function fixedUnder({ constraint }: Answer, curve: Curve | null): Reached {
  const budget = curve === null ? undefined : budgetOn(curve, constraint);
  const { route = null, meanLoss = null } = curve?.fixed[budget ?? -1] ?? {};
  return { meanBudget: route === null ? null : bigLayers(route), meanLoss };
}

function bigLayers(route: string): number {
  return Array.from(route).filter((letter) => letter === MODULE_LETTERS.big).length;
}

function row(name: string, { meanBudget, meanLoss }: Reached, look: string): HTMLElement {
  const values = [decimals(meanBudget), perplexity(meanLoss), nats(meanLoss)];
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
  const oracle = `Oracle in ${run.context.kind} context: perplexity ${perplexity(answer.meanLoss)}, ${nats(answer.meanLoss)} nats`;
  if (answer.hindsightFree === null) return oracle;
  return `${oracle}; without hindsight perplexity ${perplexity(answer.hindsightFree.meanLoss)}`;
}
