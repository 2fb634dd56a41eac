import type { Analysis } from '../core/analysis';
import { lossCurve, type CurveQuestion, type LossCurve } from '../core/lossCurve';
import { oracleByBudgetInSteps, type OracleChoice } from '../core/oracle';
import type { Steps } from '../core/steps';

/** Loss against compute under the question asked last, its budget aside. */
export interface Curve extends LossCurve, CurveQuestion {
  /** Of the subject. */
  readonly revision: number;
  /** Which routes the earlier positions took. */
  readonly context: 'big' | 'self';
  /** The oracle without the answer in hand (see *hindsight*), by budget, where the analysis carries it. */
  readonly hindsightFree: readonly (number | null)[] | null;
}

/** Run with `withPauses`: it takes long. `report` gets the oracle at all budgets, as `oracleByBudget` gives it, on the way. */
export function* curveOf(
  { table, run }: Analysis,
  { layers, atMost }: CurveQuestion,
  revision: number,
  report?: (byBudget: OracleChoice) => void,
): Steps<Curve> {
  const byBudget = yield* oracleByBudgetInSteps(table, layers, atMost);
  report?.(byBudget);
  const curve = yield* lossCurve(table, byBudget, { layers, atMost });
  return { revision, context: run.context.kind, layers, atMost, ...curve, hindsightFree: null };
}
