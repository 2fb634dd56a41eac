import { BestRoutes } from './bestRoutes';
import { neighboursOf, type RouteSpace } from './routes';

/** Routes of each budget whose neighbours are tried. Of 6,561 routes it tries some 470, and misses little. */
export const BEAM_WIDTH = 4;

/**
 * The search for a token's best route of every budget, where there are too many routes to try them all: it yields routes,
 * each once, and is told their losses in the same order. It returns the token's row of the table, [routes] in nats, NaN
 * for a route that it has not tried.
 *
 * It walks through the budgets, down and up again: at each it tries the neighbours of the `width` best routes known. A
 * neighbour differs in one layer, so it may be the best of the next budget. It ends when a walk finds nothing to try: the
 * neighbours of the best routes of every budget are known then. It walks down first, since in the middle budgets what is
 * best with one big layer more leads to better routes than what is best with one less.
 *
 * What it finds depends on this token's losses alone and never on other tokens, so that a result can be kept.
 * `given` are further routes to try, such as the router's.
 */
export function* searchRoutes(
  space: RouteSpace,
  given: readonly number[],
  width: number = BEAM_WIDTH,
): Generator<Int32Array, Float32Array, Float32Array> {
  const row = new Float32Array(space.count).fill(Number.NaN);
  const best = Array.from({ length: space.layers + 1 }, () => new BestRoutes(width));
  const visited = new Set<number>();

  function* evaluate(routes: Iterable<number>): Generator<Int32Array, void, Float32Array> {
    const fresh = [...new Set(routes)].filter((route) => Number.isNaN(row[route]));
    if (fresh.length === 0) return;
    const losses = yield Int32Array.from(fresh);
    for (const [at, route] of fresh.entries()) {
      const loss = losses[at] ?? Number.NaN;
      row[route] = loss;
      best[space.bigCount(route)]?.add(route, loss);
    }
  }

  yield* evaluate([...firstRoutes(space), ...given]);
  let budgets = best.toReversed();
  for (let found = true; found; budgets = budgets.toReversed()) {
    found = false;
    for (const ofBudget of budgets) {
      for (;;) {
        const unvisited = ofBudget.routes.filter((route) => !visited.has(route));
        if (unvisited.length === 0) break;
        found = true;
        for (const route of unvisited) visited.add(route);
        yield* evaluate(unvisited.flatMap((route) => neighboursOf(space, route)));
      }
    }
  }
  return row;
}

/** Where a search begins: the uniform routes, and those with the big layers all at the bottom or all at the top. */
function firstRoutes(space: RouteSpace): number[] {
  const { modules, layers } = space;
  const others = modules.filter((module) => module !== 'big');
  const mixed = others.flatMap((other) =>
    Array.from({ length: layers - 1 }, (_, at) => {
      const isBig = (layer: number): boolean => layer <= at;
      const bottom = Array.from({ length: layers }, (_, layer) => (isBig(layer) ? 'big' : other));
      return [space.routeOf(bottom), space.routeOf(bottom.toReversed())];
    }).flat(),
  );
  const uniform = modules.map((module) => space.uniform(module));
  return [...uniform, ...mixed].filter((route) => route !== undefined);
}
