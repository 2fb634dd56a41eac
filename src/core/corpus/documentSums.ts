import type { Analysis } from '../analysis';
import { routeSums } from '../fixed';
import { moduleCounts, modulesTaken } from '../layerUsage';
import { kindCounts, KINDS, type Measures } from '../measures';
import { atBudget } from '../oracle';
import { randomRouteSums } from '../randomRoutes';
import { atOnce } from '../steps';
import { grained, type Sum, type Sums } from './sums';

/**
 * What one text adds to the sums of its corpus, under the question of the measures. The trials of random routes draw from a
 * seed that the text itself gives, so that a text adds the same wherever it stands.
 */
export function documentSums(analysis: Analysis, measures: Measures): Sums {
  const { table, model, source } = analysis;
  const { constraint, oracle, byBudget, hindsightFree, kinds } = measures;
  const { layers } = model;
  const budgets = Array.from({ length: layers + 1 }, (_, budget) => budget);
  const losses = (choice: typeof byBudget): number[] =>
    budgets.map((budget) => totalOf(atBudget(choice, table.tokens, budget).losses).loss);
  const routed = analysis.run.router !== undefined;
  const seed = Number.parseInt(source.sha256.slice(0, 8), 16);
  const trials = budgets.map((budget) => {
    return atOnce(randomRouteSums(table, { ...constraint, budget }, seed));
  });
  const lengthOfTrials = Math.max(0, ...trials.map((sums) => sums?.length ?? 0));
  return {
    tokens: [table.knownCount],
    routes: grained(atOnce(routeSums(table))),
    asked: grained([totalOf(oracle.losses).loss]),
    oracle: grained(losses(byBudget)),
    hindsightFree: hindsightFree === undefined ? [] : grained(losses(hindsightFree.byBudget)),
    router: routed ? both(totalOf(measures.routerLoss)) : [],
    own: routed ? both(totalOf(analysis.ownLosses)) : [],
    kinds: KINDS.map((kind) => kindCounts(kinds)[kind]),
    oracleModules: [...moduleCounts(layers, modulesTaken(table.space, oracle.routes))],
    routerModules: routed ? [...moduleCounts(layers, analysis.routerModules)] : [],
    trials: grained(trials.flatMap((sums) => [...(sums ?? new Float64Array(lengthOfTrials))])),
  };
}

interface Total {
  readonly loss: number;
  readonly tokens: number;
}

/** Over the entries that exist. */
function totalOf(losses: Float32Array): Total {
  let loss = 0;
  let tokens = 0;
  // eslint-disable-next-line @typescript-eslint/prefer-for-of -- iterating a typed array takes 2.5 times as long
  for (let at = 0; at < losses.length; at++) {
    const value = losses[at] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    loss += value;
    tokens++;
  }
  return { loss, tokens };
}

function both({ loss, tokens }: Total): Sum[] {
  return [...grained([loss]), tokens];
}
