import type { Analysis } from '../core/analysis';
import { noWorseThanBig, uniformFlops, usageFlops, type RouteCost } from '../core/flops';
import { addedCounts, moduleCounts, usageOf, type LayerUsage } from '../core/layerUsage';
import type { LossTable } from '../core/lossTable';
import { difficultyOf, kindOf, lossesOf, surpriseRoute, type Kind } from '../core/measures';
import { MODULES, type Module } from '../core/module';
import type { Search } from '../core/search';
import { searchError, type SearchError } from '../core/searchError';
import type { Steps } from '../core/steps';
import { knownTokens } from './knownTokens';

const TOKENS_PER_STEP = 2000;

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
  const { model, run, search } = analysis;
  const { table, expected, routerRoutes } = yield* knownTokens(analysis);
  const { kinds, helpedByBig } = yield* kindsIn(table);
  const usage = yield* routerUsage(analysis);
  const cheapest = MODULES.find((module) => run.modules.includes(module)) ?? 'big';
  return {
    revision,
    tokens: table.knownCount,
    kinds,
    helpedByBig,
    search,
    searchError: (yield* searchError({ search, table, routerRoutes })) ?? null,
    flops: {
      allBig: uniformFlops(model, 'big'),
      floor: { module: cheapest, flops: uniformFlops(model, cheapest) },
      noWorse: (yield* noWorseThanBig(model, table)) ?? null,
      noWorseExpected: (expected && (yield* noWorseThanBig(model, table, expected))) ?? null,
      router: usage === undefined ? null : usageFlops(model, usage),
    },
  };
}

function* kindsIn(table: LossTable): Steps<Pick<Overview, 'kinds' | 'helpedByBig'>> {
  const { space, tokens } = table;
  const kinds = { easy: 0, computeHelps: 0, uncertain: 0 };
  let helpedByBig = 0;
  for (let first = 0; first < tokens; first += TOKENS_PER_STEP) {
    yield;
    const part = table.slice(first, Math.min(first + TOKENS_PER_STEP, tokens));
    const surprise = lossesOf(part, surpriseRoute(space));
    const difficulty = difficultyOf(part, surprise);
    const allBig = lossesOf(part, space.uniform('big') ?? -1);
    surprise.forEach((nats, token) => {
      const kind = kindOf(nats, difficulty[token] ?? Number.NaN);
      if (kind === undefined) return;
      kinds[kind]++;
      if (kind === 'computeHelps' && (allBig[token] ?? Number.NaN) < nats) helpedByBig++;
    });
  }
  return { kinds, helpedByBig };
}

/** `undefined` where no router has chosen anything. */
function* routerUsage({ model, routerModules }: Analysis): Steps<LayerUsage[] | undefined> {
  const { layers } = model;
  const counts: Uint32Array[] = [];
  for (let first = 0; first < routerModules.length; first += TOKENS_PER_STEP * layers) {
    yield;
    const part = routerModules.subarray(first, first + TOKENS_PER_STEP * layers);
    counts.push(moduleCounts(layers, part));
  }
  return usageOf(layers, addedCounts(layers, counts));
}
