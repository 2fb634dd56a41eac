import type { Analysis } from '../core/analysis';
import type { Constraint } from '../core/constraint';
import { hindsightFreeByBudgetInSteps, hindsightFreeUnder } from '../core/hindsightFree';
import type { CurveQuestion } from '../core/lossCurve';
import { oracleByBudgetInSteps, oracleUnder, type OracleChoice } from '../core/oracle';
import type { Steps } from '../core/steps';

/** The routes that are chosen for every token, at one budget or at all, and their losses on the true tokens. */
export interface Chosen {
  readonly oracle: OracleChoice;
  /** Without the answer; `undefined` of an analysis that lacks expected losses. */
  readonly hindsightFree: OracleChoice | undefined;
}

export function chosenUnder({ table, expected }: Analysis, constraint: Constraint): Chosen {
  return {
    oracle: oracleUnder(table, constraint),
    hindsightFree: expected && hindsightFreeUnder(table, expected, constraint),
  };
}

/** At every budget, [budgets, tokens]. */
export function* chosenByBudget(
  { table, expected }: Pick<Analysis, 'table' | 'expected'>,
  { layers, atMost }: CurveQuestion,
): Steps<Chosen> {
  return {
    oracle: yield* oracleByBudgetInSteps(table, layers, atMost),
    hindsightFree:
      expected && (yield* hindsightFreeByBudgetInSteps(table, expected, layers, atMost)),
  };
}
