import type { Analysis } from '../core/analysis';
import type { Constraint } from '../core/constraint';
import {
  addedCounts,
  agreed,
  meanBudget,
  moduleCounts,
  modulesTaken,
  usageOf,
  type Agreed,
  type LayerUsage,
} from '../core/layerUsage';
import { meanOfTotals, orNull, totalOf, totalOfKnown, type Total } from '../core/means';
import type { OracleChoice } from '../core/oracle';
import type { RouteSpace } from '../core/routes';
import { chosenUnder } from './chosen';
import type { Made } from './parts';
import type { Question } from './question';

/** What a question changes: the oracle under a constraint. Made while a user drags a budget. */
export type Answer = AnswerHead & Choices;

/** An answer without what travels in parts. */
export interface AnswerHead {
  /** Of the subject. */
  readonly revision: number;
  readonly constraint: Constraint;
  /** False: nobody has asked; the constraint is what the panel begins with. */
  readonly asked: boolean;
  /** How many routes satisfy the constraint. 0: no token has a route. */
  readonly admissible: number;
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

/** What is chosen for each token. */
export interface Choices {
  /** [tokens] route indices in the space of the run's modules; -1 where none or not known. */
  readonly routes: Int32Array;
  /** [tokens] nats; NaN where the route is -1. */
  readonly losses: Float32Array;
}

/** What the chosen routes take and lose on average. */
export interface Reached {
  /** Nats per known token. */
  readonly meanLoss: number | null;
  /** Big layers per token. */
  readonly meanBudget: number | null;
}

/** What the figures over all tokens need of some of them. */
export interface AnswerTally {
  /** [tokens] the oracle's. */
  readonly losses: Float32Array;
  /** Nats, of the known tokens. */
  readonly loss: Total;
  /** [layers, MODULES] how many tokens take each module at each layer. */
  readonly modules: Uint32Array;
  readonly agreed: Agreed;
  /** Without hindsight: nats, and big layers. */
  readonly hindsightFree: { readonly loss: Total; readonly big: Total } | undefined;
}

/** All of it at once. */
export function answerOf(analysis: Analysis, question: Question, revision: number): Answer {
  const { columns, tally } = answerPart(analysis, question.constraint);
  const choices = { ...emptyChoices(analysis.tokens.length), ...columns };
  return { ...answerHead(analysis, question, revision, [tally]), ...choices };
}

/** `tallies`: of all parts. */
export function answerHead(
  { table, model, expected }: Analysis,
  { constraint, asked }: Question,
  revision: number,
  tallies: readonly AnswerTally[],
): AnswerHead {
  const modules = tallies.map((tally) => tally.modules);
  const usage = usageOf(model.layers, addedCounts(model.layers, modules));
  const unseen = tallies.flatMap(({ hindsightFree }) => hindsightFree ?? []);
  const decisions = (part: keyof Agreed): number =>
    tallies.reduce((sum, tally) => sum + tally.agreed[part], 0);
  return {
    ...{ revision, constraint, asked },
    admissible: table.space.admissible(constraint).length,
    usage: usage ?? null,
    meanLoss: orNull(meanOfTotals(tallies.map(({ loss }) => loss))),
    meanBudget: usage === undefined ? null : meanBudget(usage),
    hindsightFree:
      expected === undefined
        ? null
        : {
            meanLoss: orNull(meanOfTotals(unseen.map(({ loss }) => loss))),
            meanBudget: orNull(meanOfTotals(unseen.map(({ big }) => big))),
          },
    agreement: orNull(decisions('same') / decisions('compared')),
  };
}

/** Of some consecutive tokens: what is chosen for them. */
export function answerPart(analysis: Analysis, constraint: Constraint): Made<Choices, AnswerTally> {
  const { table, model, routerModules } = analysis;
  const { oracle, hindsightFree } = chosenUnder(analysis, constraint);
  const modules = modulesTaken(table.space, oracle.routes);
  const losses = oracle.losses.slice();
  return {
    columns: table.knownCount === 0 ? undefined : { routes: oracle.routes.slice(), losses },
    tally: {
      losses,
      loss: totalOfKnown(table, losses),
      modules: moduleCounts(model.layers, modules),
      agreed: agreed(modules, routerModules),
      hindsightFree: hindsightFree && {
        loss: totalOf(hindsightFree.losses),
        big: bigLayers(table.space, hindsightFree),
      },
    },
  };
}

/** Of so many tokens, none of which is known. */
export function emptyChoices(tokens: number): Choices {
  return {
    routes: new Int32Array(tokens).fill(-1),
    losses: new Float32Array(tokens).fill(Number.NaN),
  };
}

function bigLayers(space: RouteSpace, { routes }: OracleChoice): Total {
  const taken = routes.filter((route) => route >= 0);
  const sum = taken.reduce((total, route) => total + space.bigCount(route), 0);
  return { sum, count: taken.length };
}
