import type { BundleManifest, OracleGraph } from '../core/bundleFormat';
import type { Constraint } from '../core/constraint';
import { Failure } from '../core/failure';
import type { ModuleList } from '../core/module';
import { RouteSpace } from '../core/routes';
import type { AnalyzeRequest } from '../protocol/engineApi';
import { planRouter, type RouterPlan } from './routerPlan';

/** What a request means for a bundle. */
export interface AnalysisPlan {
  readonly space: RouteSpace;
  readonly oracle: OracleGraph;
  /** The router to run. */
  readonly router: RouterPlan | undefined;
  /** In *self* context, the routes that a position may keep, ascending; `undefined` in *big* context. */
  readonly admissible: Int32Array | undefined;
}

/** Throws Failure('request') when the bundle cannot do what is asked. */
export function planAnalysis(
  manifest: BundleManifest,
  request: Pick<AnalyzeRequest, 'modules' | 'router' | 'context'>,
): AnalysisPlan {
  const { context, modules } = request;
  const space = new RouteSpace(modules, manifest.dimensions.layers);
  return {
    space,
    oracle: oracleFor(manifest, modules, context.kind),
    router: request.router === undefined ? undefined : planRouter(manifest, request.router),
    admissible: context.kind === 'self' ? admissible(space, context.constraint) : undefined,
  };
}

/** *Big* context takes the largest blocks there are; *self* context goes position by position. */
function oracleFor(
  { name, graphs }: BundleManifest,
  modules: ModuleList,
  context: AnalyzeRequest['context']['kind'],
): OracleGraph {
  const graph = graphs.oracles
    .filter((oracle) => oracle.modules.join() === modules.join())
    .filter(({ positions }) => context === 'big' || positions === 1)
    .reduce<OracleGraph | undefined>(
      (best, oracle) => (best && best.positions >= oracle.positions ? best : oracle),
      undefined,
    );
  if (graph) return graph;
  const lists = new Set(graphs.oracles.map((oracle) => oracle.modules.join()));
  throw new Failure(
    'request',
    `The model ${name} has no graph for the modules ${modules.join()} in ${context} context; it has ${[...lists].join(' and ')}.`,
  );
}

function admissible(space: RouteSpace, constraint: Constraint): Int32Array {
  const routes = constraint.layers.length === space.layers ? space.admissible(constraint) : [];
  if (routes.length > 0) return Int32Array.from(routes);
  throw new Failure(
    'request',
    'No route satisfies both the budget and what the layers are set to; change one of them.',
  );
}
