import type { Constraint } from '../core/constraint';
import type { Analysis } from '../core/analysis';
import {
  agreement,
  layerUsage,
  meanBudget,
  modulesTaken,
  type LayerUsage,
} from '../core/layerUsage';
import { meanOf, meanOfKnown, orNull } from '../core/means';
import type { OracleChoice } from '../core/oracle';
import type { RouteSpace } from '../core/routes';
import { chosenUnder, type Chosen } from './chosen';
import type { Question } from './question';

/** What a question changes: the oracle under a constraint. Made while a user drags a budget. */
export interface Answer {
  /** Of the subject. */
  readonly revision: number;
  readonly constraint: Constraint;
  /** False: nobody has asked; the constraint is what the panel begins with. */
  readonly asked: boolean;
  /** How many routes satisfy the constraint. 0: no token has a route. */
  readonly admissible: number;
  /** [tokens] route indices in the space of the run's modules; -1 where none or not known. */
  readonly routes: Int32Array;
  /** [tokens] nats; NaN where the route is -1. */
  readonly losses: Float32Array;
  /** The oracle's shares by layer, lowest first; `null` where there is no route to count. */
  readonly usage: readonly LayerUsage[] | null;
  /** Nats per known token. */
  readonly meanLoss: number | null;
  /** Big layers per token that the oracle took. */
  readonly meanBudget: number | null;
  /** What the same question comes to without hindsight; `null` of an analysis that lacks expected losses. */
  readonly hindsightFree: Reached | null;
  /** Share of the router's decisions (one per token and layer) in which the oracle chose the same module. */
  readonly agreement: number | null;
}

/** What the chosen routes take and lose on average. */
export interface Reached {
  /** Nats per known token. */
  readonly meanLoss: number | null;
  /** Big layers per token. */
  readonly meanBudget: number | null;
}

/** `chosen`: under the question, if it is known already. */
export function answerOf(
  analysis: Analysis,
  { constraint, asked }: Question,
  revision: number,
  chosen: Chosen = chosenUnder(analysis, constraint),
): Answer {
  const { table, model, routerModules } = analysis;
  const { oracle, hindsightFree } = chosen;
  const modules = modulesTaken(table.space, oracle.routes);
  const usage = layerUsage(model.layers, modules);
  return {
    revision,
    constraint,
    asked,
    admissible: table.space.admissible(constraint).length,
    routes: oracle.routes.slice(),
    losses: oracle.losses.slice(),
    usage: usage ?? null,
    meanLoss: orNull(meanOfKnown(table, oracle.losses)),
    meanBudget: usage === undefined ? null : meanBudget(usage),
    hindsightFree: hindsightFree === undefined ? null : reached(table.space, hindsightFree),
    agreement: orNull(agreement(modules, routerModules)),
  };
}

function reached(space: RouteSpace, { routes, losses }: OracleChoice): Reached {
  const taken = routes.filter((route) => route >= 0);
  const big = taken.reduce((sum, route) => sum + space.bigCount(route), 0);
  return { meanLoss: orNull(meanOf(losses)), meanBudget: orNull(big / taken.length) };
}
