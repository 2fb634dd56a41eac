import type { Analysis } from '../core/analysis';
import type { Constraint } from '../core/constraint';
import type { Hindsight } from '../core/hindsight';
import { lossCurve, type CurveQuestion, type LossCurve } from '../core/lossCurve';
import type { Steps } from '../core/steps';
import { chosenByBudget } from './chosen';
import { knownTokens } from './knownTokens';

/** Loss against compute under the question asked last, its budget aside. */
export interface Curve extends LossCurve, CurveQuestion {
  /** Of the subject. */
  readonly revision: number;
  /** Which routes the earlier positions took. */
  readonly context: 'big' | 'self';
}

/** Run with `withPauses`: it takes long. */
export function* curveOf(
  analysis: Analysis,
  { layers, atMost }: CurveQuestion,
  revision: number,
): Steps<Curve> {
  const known = yield* knownTokens(analysis);
  const { table } = known;
  const { oracle, hindsightFree } = yield* chosenByBudget(known, { layers, atMost });
  const curve = yield* lossCurve(table, oracle, { layers, atMost }, hindsightFree);
  return { revision, context: analysis.run.context.kind, layers, atMost, ...curve };
}

/** What the curve is of that answers a question: any number of big layers is at most all of them. */
export function curveQuestion({ budget, atMost, layers }: Constraint): CurveQuestion {
  return { layers, atMost: atMost || budget === undefined };
}

/** The same question at a point of its curve. */
export function atPoint(question: Constraint, budget: number): Constraint {
  return { ...curveQuestion(question), budget };
}

export function isSameCurve(one: CurveQuestion, other: CurveQuestion): boolean {
  return one.atMost === other.atMost && one.layers.join() === other.layers.join();
}

/** The budget at which a curve answers a question; `undefined`: at none, since it is of other questions. */
export function budgetOn(curve: CurveQuestion, question: Constraint): number | undefined {
  if (!isSameCurve(curve, curveQuestion(question))) return undefined;
  return question.budget ?? curve.layers.length;
}

/** What of the oracle's lead under a question is hindsight; `undefined`: the curve does not say it. */
export function hindsightUnder(curve: Curve | null, question: Constraint): Hindsight | undefined {
  const budget = curve === null ? undefined : budgetOn(curve, question);
  return budget === undefined ? undefined : curve?.hindsight?.[budget];
}
