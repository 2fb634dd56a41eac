import { fixedRoute, meanLosses } from './fixed';
import { hindsightByBudget, type Hindsight } from './hindsight';
import type { LossTable } from './lossTable';
import { meanOfKnown, orNull } from './means';
import type { LayerConstraint } from './module';
import { atBudget, type OracleChoice } from './oracle';
import { bestOfRandomRoutes } from './randomRoutes';
import type { Steps } from './steps';

/** Loss against compute: nats per known token; lists by budget 0..L, `null` where no route has that budget. */
export interface LossCurve {
  readonly oracle: readonly (number | null)[];
  readonly fixed: readonly { readonly route: string | null; readonly meanLoss: number | null }[];
  readonly random100: readonly (number | null)[];
  /** `null` of an analysis without expected losses. */
  readonly hindsight: readonly Hindsight[] | null;
  /** All layers small, all layers big; `null` also where the module list lacks the module. */
  readonly small: number | null;
  readonly big: number | null;
}

/** The part of a question that holds at every budget. */
export interface CurveQuestion {
  readonly layers: readonly LayerConstraint[];
  readonly atMost: boolean;
}

/**
 * `byBudget`: the oracle under this very question, as `oracleByBudget` gives it; `hindsightFree`: what is chosen without
 * the answer, likewise, if the analysis has expected losses.
 */
export function* lossCurve(
  table: LossTable,
  byBudget: OracleChoice,
  { layers, atMost }: CurveQuestion,
  hindsightFree?: OracleChoice,
): Steps<LossCurve> {
  const { space, tokens } = table;
  const means = yield* meanLosses(table);
  const budgets = Array.from({ length: space.layers + 1 }, (_, budget) => budget);
  const oracle: (number | null)[] = [];
  const random100: (number | null)[] = [];
  for (const budget of budgets) {
    yield;
    oracle.push(orNull(meanOfKnown(table, atBudget(byBudget, tokens, budget).losses)));
    random100.push(orNull(yield* bestOfRandomRoutes(table, { budget, atMost, layers })));
  }
  const fixed = budgets.map((budget) => fixedRoute(space, means, { budget, atMost, layers }));
  const choices = hindsightFree && { oracle: byBudget, hindsightFree, fixed };
  const uniform = (module: 'small' | 'big'): number | null => {
    const route = space.uniform(module);
    return route === undefined ? null : orNull(means[route]);
  };
  return {
    oracle,
    fixed: fixed.map((choice) => {
      const route = choice === undefined ? null : space.format(choice.route);
      return { route, meanLoss: orNull(choice?.meanLoss) };
    }),
    random100,
    hindsight: choices === undefined ? null : yield* hindsightByBudget(table, choices),
    small: uniform('small'),
    big: uniform('big'),
  };
}
