import { MODULES, type Module } from '../../src/core/module';
import type { RouteSpace } from '../../src/core/routes';
import { UNKNOWN } from '../../src/panel/subject';

/**
 * What a grid shows: [tokens, layers] bytes. Of modules: index into MODULES. Of a difference: `SAME`, `ORACLE_MORE` or
 * `ROUTER_MORE`. `UNKNOWN` where one of those it takes is not known.
 */
export type Cells = Uint8Array;

/** How many values a cell can have besides `UNKNOWN`, modules and differences alike. */
export const VALUES = MODULES.length;

export const SAME = 0;
export const ORACLE_MORE = 1;
export const ROUTER_MORE = 2;

/** The modules of table routes; a route of -1 makes its token's cells `UNKNOWN`. */
export function routeCells(routes: Int32Array, space: RouteSpace): Cells {
  const { layers, routeModules } = space;
  const cells = new Uint8Array(routes.length * layers).fill(UNKNOWN);
  for (const [token, route] of routes.entries()) {
    if (route < 0) continue;
    for (let layer = 0; layer < layers; layer++) {
      cells[token * layers + layer] = routeModules[route * layers + layer] ?? UNKNOWN;
    }
  }
  return cells;
}

/** Who spends more at each cell, in the order of MODULES, the cheapest first. */
export function differenceCells(oracle: Cells, router: Cells): Cells {
  return oracle.map((ours, at) => {
    const theirs = router[at] ?? UNKNOWN;
    if (ours === UNKNOWN || theirs === UNKNOWN) return UNKNOWN;
    if (ours === theirs) return SAME;
    return ours > theirs ? ORACLE_MORE : ROUTER_MORE;
  });
}

/** `undefined` where not known. */
export function moduleAt(cells: Cells, at: number): Module | undefined {
  return MODULES[cells[at] ?? UNKNOWN];
}

/** How many of tokens [first, end) have each value at a layer. */
export function countValues(
  cells: Cells,
  layers: number,
  layer: number,
  first: number,
  end: number,
): { readonly values: number[]; readonly unknown: number } {
  const values = new Array<number>(VALUES).fill(0);
  let known = 0;
  for (let at = first * layers + layer; at < end * layers; at += layers) {
    const value = cells[at] ?? UNKNOWN;
    const before = values[value];
    if (before === undefined) continue;
    values[value] = before + 1;
    known++;
  }
  return { values, unknown: end - first - known };
}
