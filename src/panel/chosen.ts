import type { Analysis } from '../core/analysis';
import type { Constraint } from '../core/constraint';
import { hindsightFreeByBudgetInSteps, hindsightFreeUnder } from '../core/hindsightFree';
import type { CurveQuestion } from '../core/lossCurve';
import { atBudget, oracleByBudgetInSteps, oracleUnder, type OracleChoice } from '../core/oracle';
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
  { table, expected }: Analysis,
  { layers, atMost }: CurveQuestion,
): Steps<Chosen> {
  return {
    oracle: yield* oracleByBudgetInSteps(table, layers, atMost),
    hindsightFree:
      expected && (yield* hindsightFreeByBudgetInSteps(table, expected, layers, atMost)),
  };
}

/** One budget of what `chosenByBudget` returned: views, not copies. */
export function chosenAt(byBudget: Chosen, tokens: number, budget: number): Chosen {
  const { oracle, hindsightFree } = byBudget;
  return {
    oracle: atBudget(oracle, tokens, budget),
    hindsightFree: hindsightFree && atBudget(hindsightFree, tokens, budget),
  };
}
