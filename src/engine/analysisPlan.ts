import type { BundleManifest, OracleGraph, RoutesGraph } from '../core/bundleFormat';
import type { Constraint } from '../core/constraint';
import { Failure } from '../core/failure';
import { MODULE_LISTS, type ModuleList } from '../core/module';
import { RouteSpace } from '../core/routes';
import type { AnalyzeRequest, Provider } from '../protocol/engineApi';
import { planRouter, type RouterPlan } from './routerPlan';

/** What a request means for a bundle. */
export interface AnalysisPlan {
  readonly space: RouteSpace;
  readonly tables: TablesPlan;
  /** The router to run. */
  readonly router: RouterPlan | undefined;
}

/** What makes the loss table. */
export type TablesPlan =
  | { readonly kind: 'big'; readonly oracle: OracleGraph }
  /** `oracle`: for a sample of the tokens, where there is one. */
  | {
      readonly kind: 'beam';
      readonly routes: RoutesGraph;
      readonly oracle: OracleGraph | undefined;
    }
  /** `admissible`: the routes that a position may keep, ascending. */
  | { readonly kind: 'self'; readonly oracle: OracleGraph; readonly admissible: Int32Array };

type Request = Pick<AnalyzeRequest, 'modules' | 'router' | 'context' | 'search'>;

/** Throws Failure('request') when the bundle cannot do what is asked. `provider`: what runs it. */
export function planAnalysis(
  manifest: BundleManifest,
  request: Request,
  provider: Provider,
): AnalysisPlan {
  const space = new RouteSpace(request.modules, manifest.dimensions.layers);
  return {
    space,
    tables: planTables(manifest, space, request, provider),
    router: request.router === undefined ? undefined : planRouter(manifest, request.router),
  };
}

/** *Big* context takes the blocks that suit the provider; *self* context goes position by position. */
function planTables(
  manifest: BundleManifest,
  space: RouteSpace,
  { modules, context, search = 'exact' }: Request,
  provider: Provider,
): TablesPlan {
  const { name, graphs } = manifest;
  if (context.kind === 'self') {
    if (search === 'beam') {
      throw wrong('A beam searches in big context only; choose the exact search or big context.');
    }
    const oracle = stepGraph(graphs.oracles, modules, provider);
    if (oracle === undefined) throw missing(manifest, modules, context.kind);
    return { kind: 'self', oracle, admissible: admissible(space, context.constraint) };
  }
  const oracle = blockGraph(graphs.oracles, modules, provider);
  if (search === 'exact' && oracle !== undefined) return { kind: 'big', oracle };
  const isKnown = MODULE_LISTS.some((list) => list.join() === modules.join());
  if (graphs.routes !== undefined && isKnown) {
    return { kind: 'beam', routes: graphs.routes, oracle };
  }
  if (search === 'exact') throw missing(manifest, modules, context.kind);
  throw wrong(`The model ${name} has no routes graph to search with; choose the exact search.`);
}

/** Positions of a block on the CPU: enough rows for its full rate, few enough to cancel and to draw in between. */
const MOST_ON_CPU = 8;

/**
 * The graph of these modules whose blocks suit a provider; `undefined` where the bundle has none for them. A GPU wants as
 * many rows in one launch as it can get.
 */
export function blockGraph(
  oracles: readonly OracleGraph[],
  modules: ModuleList,
  provider: Provider,
): OracleGraph | undefined {
  const most = provider === 'cpu' ? MOST_ON_CPU : Number.POSITIVE_INFINITY;
  return suitedGraph(oracles, modules, provider, most) ?? suitedGraph(oracles, modules, provider);
}

/** The graph of one position, which also gives its keys and values; `undefined` where the bundle has none for these modules. */
export function stepGraph(
  oracles: readonly OracleGraph[],
  modules: ModuleList,
  provider: Provider,
): OracleGraph | undefined {
  return suitedGraph(oracles, modules, provider, 1);
}

/** The graph of these modules with the most positions, at most `most`; one that is made for what computes goes first. */
function suitedGraph(
  oracles: readonly OracleGraph[],
  modules: ModuleList,
  provider: Provider,
  most = Number.POSITIVE_INFINITY,
): OracleGraph | undefined {
  const device = provider === 'cpu' ? undefined : 'gpu';
  const rank = (oracle: OracleGraph): number => Number(oracle.device !== device);
  return oracles
    .filter((oracle) => oracle.modules.join() === modules.join() && oracle.positions <= most)
    .sort((one, other) => rank(one) - rank(other) || other.positions - one.positions)[0];
}

function missing(
  { name, graphs }: BundleManifest,
  modules: ModuleList,
  context: AnalyzeRequest['context']['kind'],
): Failure {
  const lists = [...new Set(graphs.oracles.map((oracle) => oracle.modules.join()))];
  const others = lists.length === 0 ? 'none at all' : lists.join(' and ');
  return wrong(
    `The model ${name} has no graph for the modules ${modules.join()} in ${context} context; it has ${others}.`,
  );
}

function admissible(space: RouteSpace, constraint: Constraint): Int32Array {
  const routes = constraint.layers.length === space.layers ? space.admissible(constraint) : [];
  if (routes.length > 0) return Int32Array.from(routes);
  throw wrong(
    'No route satisfies both the budget and what the layers are set to; change one of them.',
  );
}

function wrong(problem: string): Failure {
  return new Failure('request', problem);
}
