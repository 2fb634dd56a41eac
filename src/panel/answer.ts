import type { Constraint } from '../core/constraint';
import type { Analysis } from '../core/analysis';
import {
  agreement,
  layerUsage,
  meanBudget,
  modulesTaken,
  type LayerUsage,
} from '../core/layerUsage';
import { meanOf, orNull } from '../core/means';
import { oracleUnder, type OracleChoice } from '../core/oracle';
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
  /** Share of the router's decisions (one per token and layer) in which the oracle chose the same module. */
  readonly agreement: number | null;
}

/** `oracle`: under the question, if it is known already. */
export function answerOf(
  { table, model, routerModules }: Analysis,
  { constraint, asked }: Question,
  revision: number,
  oracle: OracleChoice = oracleUnder(table, constraint),
): Answer {
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
    meanLoss: orNull(meanOf(oracle.losses)),
    meanBudget: usage === undefined ? null : meanBudget(usage),
    agreement: orNull(agreement(modules, routerModules)),
  };
}
