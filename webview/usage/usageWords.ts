import type { Answer } from '../../src/panel/answer';
import { questionInWords } from '../../src/panel/questionInWords';
import type { Subject } from '../../src/panel/subject';
import { contextInWords } from '../charts/contextWords';
import { decimals } from '../numbers';

/** What the bars are of, in which context, and how to use them. */
export function usageCaption({ run, router }: Subject, answer: Answer): string {
  const oracle = `${router === null ? 'Bars' : 'Upper bars'}: the oracle with ${questionInWords(answer.constraint)}, ${contextInWords(run.context.kind)}.`;
  const routed =
    router === null
      ? 'No router took part in this run.'
      : `Lower bars: the router ${router.name}, ${decimals(router.meanBudget)} big layers per token.`;
  const none = answer.admissible === 0 ? 'No route satisfies the question. ' : '';
  return `${none}${oracle} ${routed}`;
}
