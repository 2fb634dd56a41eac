import type { Module } from './module';
import type { RouteSpace } from './routes';

/** The share of tokens, between 0 and 1, that take each module at one layer. */
export type LayerUsage = Readonly<Record<Module, number>>;

/** One entry per layer, lowest first, over the routes that exist; `undefined` when none does. */
export function layerUsage(
  layers: number,
  routes: Iterable<readonly Module[] | undefined>,
): LayerUsage[] | undefined {
  const counts = Array.from({ length: layers }, () => ({ skip: 0, small: 0, big: 0 }));
  let tokens = 0;
  for (const route of routes) {
    if (route === undefined) continue;
    tokens++;
    for (const [layer, count] of counts.entries()) count[route[layer] ?? 'skip']++;
  }
  if (tokens === 0) return undefined;
  return counts.map(({ skip, small, big }) => ({
    skip: skip / tokens,
    small: small / tokens,
    big: big / tokens,
  }));
}

/** The modules of table routes as `layerUsage` takes them; -1 stands for no route. */
export function* tableRoutes(
  space: RouteSpace,
  routes: Int32Array,
): Generator<readonly Module[] | undefined> {
  for (const route of routes) yield route < 0 ? undefined : space.modulesOf(route);
}
