import type { Constraint } from '../../src/core/constraint';
import {
  layersInWords,
  questionInWords,
  sameLayers,
  sameQuestion,
} from '../../src/panel/questionInWords';
import type { RerunRequest, RerunState } from '../../src/panel/rerun';
import { count, counted, decimals, nats, perplexity, signed } from '../numbers';

/** What the question asks of a run, in words. */
export function requestInWords(kind: RerunRequest['kind'], constraint: Constraint): string {
  if (kind === 'self') return `The oracle takes ${questionInWords(constraint)}.`;
  const forced = layersInWords(constraint.layers);
  return forced === undefined
    ? 'No layer is forced: the router decides all of them.'
    : `Forced: ${forced}. The router decides the others.`;
}

/** What a run was asked: its numbers are of that, whatever the question is now. */
export function ranInWords({ request, constraint, state }: RerunState): string {
  const begin = state === 'running' ? 'Running' : 'This run';
  if (request.kind === 'self') return `${begin}: the oracle with ${questionInWords(constraint)}.`;
  const forced = layersInWords(constraint.layers);
  return `${begin}: router ${request.router} with ${forced ?? 'no layer forced'}.`;
}

/** That a run's numbers are of another question than the one that is asked now. */
export function changedInWords(runs: boolean): string {
  const changed = 'The question has changed since: these numbers are of this run’s question.';
  return runs ? `${changed} Run it again for the new one.` : changed;
}

/** Whether a run answers the question as it is now. */
export function answersQuestion({ request, constraint }: RerunState, now: Constraint): boolean {
  return request.kind === 'self' ? sameQuestion(constraint, now) : sameLayers(constraint, now);
}

/** A small table; the first cell of a row is its heading. */
interface Figures {
  readonly caption: string;
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The promise and what became of it, each with its context. `context`: of the table. */
export function rerunFigures(rerun: RerunState, context: 'big' | 'self'): Figures {
  const { promised, hindsightFree, reached, request } = rerun;
  const whole = request.kind === 'self' ? 'self context, this run' : 'the router’s own run';
  const difference = promised === null || reached === null ? null : reached - promised;
  const perplexities =
    promised === null || reached === null ? null : Math.exp(reached) - Math.exp(promised);
  return {
    caption: `Mean over ${comparedInWords(rerun)}`,
    headings: ['loss', 'nats', 'perplexity'],
    rows: [
      [`promised (${context} context, table)`, nats(promised), perplexity(promised)],
      [`reached (${whole})`, nats(reached), perplexity(reached)],
      ['difference', signed(difference, nats), signed(perplexities, decimals)],
      ...(hindsightFree === null
        ? []
        : [
            [
              `without hindsight (${context} context, table)`,
              nats(hindsightFree),
              perplexity(hindsightFree),
            ],
          ]),
    ],
  };
}

function comparedInWords({ compared, known }: RerunState): string {
  if (compared === 0 || compared === known) return counted(known, 'token');
  return `${count(compared)} of ${counted(known, 'token')}: those that the table knows`;
}

/** How a run ended, for screen readers. `context`: of the table. */
export function endInWords(rerun: RerunState, context: 'big' | 'self'): string {
  const end = rerunState(rerun) ?? 'The rerun has finished.';
  const { promised, reached } = rerun;
  if (reached === null) return end;
  const promise =
    promised === null ? '' : `Promised ${nats(promised)} nats in ${context} context, `;
  const outcome = `${promise === '' ? 'Reached' : 'reached'} ${nats(reached)} nats`;
  return `${end} ${promise}${outcome}, over ${comparedInWords(rerun)}.`;
}

/** How a run ended or that it goes on, in a sentence; `null` where the numbers say it all. */
export function rerunState(rerun: RerunState): string | null {
  const reached = `${count(rerun.known)} of ${counted(rerun.tokens, 'token')}`;
  switch (rerun.state) {
    case 'running':
      return rerun.known === 0 ? null : 'So far:';
    case 'stopped':
      return `Stopped after ${reached}.`;
    case 'failed':
      return rerun.note ?? 'The run failed.';
    case 'done':
      return null;
  }
}
