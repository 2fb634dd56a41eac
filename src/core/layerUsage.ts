import { MODULES, UNKNOWN_MODULE, type Module } from './module';
import type { RouteSpace } from './routes';

/** The share of tokens, between 0 and 1, that take each module at one layer. */
export type LayerUsage = Readonly<Record<Module, number>>;

/** [tokens, layers] the modules of table routes, index into MODULES; UNKNOWN_MODULE where the route is -1. */
export function modulesTaken(space: RouteSpace, routes: Int32Array): Uint8Array {
  const { layers, routeModules } = space;
  const modules = new Uint8Array(routes.length * layers).fill(UNKNOWN_MODULE);
  routes.forEach((route, token) => {
    if (route < 0) return;
    for (let layer = 0; layer < layers; layer++) {
      modules[token * layers + layer] = routeModules[route * layers + layer] ?? UNKNOWN_MODULE;
    }
  });
  return modules;
}

/**
 * One entry per layer, lowest first, over the tokens whose modules are known; `undefined` when none is. `modules`:
 * [tokens, layers], index into MODULES, UNKNOWN_MODULE at all layers of a token where not known.
 */
export function layerUsage(layers: number, modules: Uint8Array): LayerUsage[] | undefined {
  const counts = new Uint32Array(layers * MODULES.length);
  let counted = 0;
  for (let at = 0; at < modules.length; at++) {
    const module = modules[at] ?? UNKNOWN_MODULE;
    if (module === UNKNOWN_MODULE) continue;
    const count = (at % layers) * MODULES.length + module;
    counts[count] = (counts[count] ?? 0) + 1;
    counted++;
  }
  if (counted === 0) return undefined;
  const tokens = counted / layers;
  return Array.from({ length: layers }, (_, layer) => {
    const share = (module: Module): number =>
      (counts[layer * MODULES.length + MODULES.indexOf(module)] ?? 0) / tokens;
    return { skip: share('skip'), small: share('small'), big: share('big') };
  });
}

/** Big layers per token. */
export function meanBudget(usage: readonly LayerUsage[]): number {
  return usage.reduce((sum, { big }) => sum + big, 0);
}

/**
 * The share of decisions, one per token and layer, that are the same in both; `undefined` when no token is known in both.
 * Arrays as `layerUsage` takes them.
 */
export function agreement(one: Uint8Array, other: Uint8Array): number | undefined {
  let same = 0;
  let compared = 0;
  for (let at = 0; at < one.length; at++) {
    if (one[at] === UNKNOWN_MODULE || other[at] === UNKNOWN_MODULE) continue;
    compared++;
    if (one[at] === other[at]) same++;
  }
  return compared === 0 ? undefined : same / compared;
}
