import type { Analysis } from '../core/analysis';
import { noWorseThanBig, uniformFlops, usageFlops, type RouteCost } from '../core/flops';
import { layerUsage } from '../core/layerUsage';
import { difficultyOf, kindOf, lossesOf, surpriseRoute, type Kind } from '../core/measures';
import { MODULES, type Module } from '../core/module';
import type { Search } from '../core/search';
import { searchError, type SearchError } from '../core/searchError';
import type { Steps } from '../core/steps';

/** An analysis in a few numbers, whatever the question. */
export interface Overview {
  /** Of the subject. */
  readonly revision: number;
  /** Tokens with losses. */
  readonly tokens: number;
  readonly kinds: Readonly<Record<Kind, number>>;
  /** How many tokens of the kind *compute helps* lose less with all big than with the cheapest route. */
  readonly helpedByBig: number;
  /** How the best routes were found... */
  readonly search: Search;
  /** ...and what a beam misses; `null` where that is not known, and of an exact search. */
  readonly searchError: SearchError | null;
  /** FLOPs per token: attention without its context-length term, FFNs and head. `null` where the table lacks what it takes. */
  readonly flops: {
    readonly allBig: number;
    /** All layers on the cheapest module of the run: no route costs less. */
    readonly floor: { readonly module: Module; readonly flops: number };
    /** The cheapest route that is no worse than all big, token by token. */
    readonly noWorse: RouteCost | null;
    /** The same chosen without the answer, by expected losses. */
    readonly noWorseExpected: RouteCost | null;
    /** Of the router's routes. */
    readonly router: number | null;
  };
}

/** Run with `withPauses`: it takes long. */
export function* overviewOf(analysis: Analysis, revision: number): Steps<Overview> {
  const { table, expected, model, run, routerModules, search } = analysis;
  const surprise = lossesOf(table, surpriseRoute(table.space));
  const difficulty = difficultyOf(table, surprise);
  const allBig = lossesOf(table, table.space.uniform('big') ?? -1);
  const kinds = { easy: 0, computeHelps: 0, uncertain: 0 };
  let helpedByBig = 0;
  surprise.forEach((nats, token) => {
    const kind = kindOf(nats, difficulty[token] ?? Number.NaN);
    if (kind === undefined) return;
    kinds[kind]++;
    if (kind === 'computeHelps' && (allBig[token] ?? Number.NaN) < nats) helpedByBig++;
  });
  const usage = layerUsage(model.layers, routerModules);
  const cheapest = MODULES.find((module) => run.modules.includes(module)) ?? 'big';
  yield;
  return {
    revision,
    tokens: table.knownCount,
    kinds,
    helpedByBig,
    search,
    searchError: (yield* searchError(analysis)) ?? null,
    flops: {
      allBig: uniformFlops(model, 'big'),
      floor: { module: cheapest, flops: uniformFlops(model, cheapest) },
      noWorse: (yield* noWorseThanBig(model, table)) ?? null,
      noWorseExpected: (expected && (yield* noWorseThanBig(model, table, expected))) ?? null,
      router: usage === undefined ? null : usageFlops(model, usage),
    },
  };
}
