import type { AnalysisRun } from '../core/analysis';
import type { Constraint } from '../core/constraint';
import { Failure } from '../core/failure';
import { routerNamed, type ModelInfo } from '../core/model';
import { anyLayers } from '../core/oracle';
import { RouteSpace } from '../core/routes';
import { searchFor, type Search } from '../core/search';
import type { Options } from './options';

/** The options, fitted to a model. */
export interface Plan {
  readonly run: AnalysisRun;
  readonly constraint: Constraint;
}

/** Throws Failure('request') with a sentence when the options do not fit the model. */
export function planFor(options: Options, model: ModelInfo): Plan {
  const { modules, budget, atMost } = options;
  const lists = model.moduleLists.map((list) => list.join(','));
  if (!lists.includes(modules.join(','))) {
    throw wrong(
      `${model.name} has no oracle graph for --modules ${modules.join(',')}, only for ${lists.join(' and ')}`,
    );
  }
  const search = searchOf(options, model);
  const layers = options.layers ?? anyLayers(model.layers);
  if (layers.length !== model.layers) {
    throw wrong(
      `--layers names ${String(layers.length)} layers, but ${model.name} has ${String(model.layers)}`,
    );
  }
  const unknown = layers.find((layer) => layer !== 'auto' && !modules.includes(layer));
  if (unknown !== undefined) {
    throw wrong(`--layers asks for ${unknown}, which is not among --modules ${modules.join(',')}`);
  }
  if (budget !== undefined && budget > model.layers) {
    throw wrong(
      `--budget ${String(budget)} is more than the ${String(model.layers)} layers of ${model.name}`,
    );
  }
  const constraint: Constraint = { budget, atMost, layers };
  if (new RouteSpace(modules, model.layers).admissible(constraint).length === 0) {
    const big = budget === 1 ? '1 big layer' : `${String(budget)} big layers`;
    throw wrong(`No route has ${atMost ? 'at most' : 'exactly'} ${big} under these --layers`);
  }
  const context =
    options.context === 'big' ? { kind: 'big' as const } : { kind: 'self' as const, constraint };
  const router = routerNamed(model, modules, options.router);
  return { run: { modules, router, context, search }, constraint };
}

/** Throws Failure('request'). */
function searchOf({ modules, context, search: wanted }: Options, model: ModelInfo): Search {
  const search = searchFor(model, modules, wanted);
  if (search === undefined) {
    throw wrong(`${model.name} has no routes graph for --search beam; leave the option out`);
  }
  if (search === 'beam' && context === 'self') {
    const reason = wanted === 'beam' ? '--search beam' : `--modules ${modules.join(',')}`;
    throw wrong(`${reason} is for --context big: a beam cannot search in self context`);
  }
  return search;
}

function wrong(problem: string): Failure {
  return new Failure('request', `${problem}.`);
}
