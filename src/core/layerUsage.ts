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
 * The bin behind those of MODULES. What follows counts the unknown too and leaves it aside afterwards: that is quicker
 * than asking at every entry.
 */
const UNKNOWN_BIN = MODULES.length;
const BINS = UNKNOWN_BIN + 1;

function binOf(module = UNKNOWN_MODULE): number {
  return Math.min(module, UNKNOWN_BIN);
}

/**
 * One entry per layer, lowest first, over the tokens whose modules are known; `undefined` when none is. `modules`:
 * [tokens, layers], index into MODULES, UNKNOWN_MODULE at all layers of a token where not known.
 */
export function layerUsage(layers: number, modules: Uint8Array): LayerUsage[] | undefined {
  return usageOf(layers, moduleCounts(layers, modules));
}

/** [layers, MODULES] how many tokens take each module at each layer; `modules` as `layerUsage` takes them. */
export function moduleCounts(layers: number, modules: Uint8Array): Uint32Array {
  const counts = new Uint32Array(layers * BINS);
  for (let at = 0, layer = 0; at < modules.length; at++) {
    const bin = layer * BINS + binOf(modules[at]);
    counts[bin] = (counts[bin] ?? 0) + 1;
    layer = layer + 1 < layers ? layer + 1 : 0;
  }
  return counts.filter((_, at) => at % BINS !== UNKNOWN_BIN);
}

/** What `moduleCounts` says of several parts, added up. */
export function addedCounts(layers: number, parts: readonly Uint32Array[]): Float64Array {
  const sums = new Float64Array(layers * MODULES.length);
  for (const counts of parts) counts.forEach((count, at) => (sums[at] = (sums[at] ?? 0) + count));
  return sums;
}

/** The shares that `moduleCounts`, or sums of them, say; `undefined` when no token was counted. */
export function usageOf(layers: number, counts: ArrayLike<number>): LayerUsage[] | undefined {
  const count = (layer: number, module: number): number =>
    counts[layer * MODULES.length + module] ?? 0;
  // A token takes one module at every layer.
  const tokens = MODULES.reduce((sum, _, module) => sum + count(0, module), 0);
  if (tokens === 0) return undefined;
  return Array.from({ length: layers }, (_, layer) => {
    const share = (module: Module): number => count(layer, MODULES.indexOf(module)) / tokens;
    return { skip: share('skip'), small: share('small'), big: share('big') };
  });
}

/** Big layers per token. */
export function meanBudget(usage: readonly LayerUsage[]): number {
  return usage.reduce((sum, { big }) => sum + big, 0);
}

/** How many decisions, one per token and layer, are the same in both, of those that are known in both. */
export interface Agreed {
  readonly same: number;
  readonly compared: number;
}

/** Arrays as `layerUsage` takes them. */
export function agreed(one: Uint8Array, other: Uint8Array): Agreed {
  const pairs = new Uint32Array(BINS * BINS);
  for (let at = 0; at < one.length; at++) {
    const pair = binOf(one[at]) * BINS + binOf(other[at]);
    pairs[pair] = (pairs[pair] ?? 0) + 1;
  }
  let same = 0;
  let compared = 0;
  for (const module of MODULES.keys()) {
    same += pairs[module * BINS + module] ?? 0;
    for (const rival of MODULES.keys()) compared += pairs[module * BINS + rival] ?? 0;
  }
  return { same, compared };
}
