import fc from 'fast-check';
import type { Constraint } from '../../../src/core/constraint';
import { LossTable } from '../../../src/core/lossTable';
import type { Module, ModuleList } from '../../../src/core/module';
import { RouteSpace } from '../../../src/core/routes';

/** The definitions again, as plainly as they can be written: what the core is compared to. */

/** Every route, lowest layer first; the lowest layer varies fastest, so that a route's place is its index. */
export function everyRoute(modules: ModuleList, layers: number): Module[][] {
  if (layers === 0) return [[]];
  return modules.flatMap((top) => everyRoute(modules, layers - 1).map((lower) => [...lower, top]));
}

export function bigOf(route: readonly Module[]): number {
  return route.filter((module) => module === 'big').length;
}

export function satisfies(route: readonly Module[], constraint: Constraint): boolean {
  const { budget, atMost, layers } = constraint;
  const withinBudget =
    budget === undefined || (atMost ? bigOf(route) <= budget : bigOf(route) === budget);
  return withinBudget && layers.every((wanted, at) => wanted === 'auto' || wanted === route[at]);
}

/** [routes] the losses of one token, as far as they are known. */
export function rowOf(table: LossTable, token: number): ArrayLike<number> {
  return table.isKnown(token) ? table.row(token) : [];
}

/** Index and loss of the best admissible route of one token, or neither. */
export function bestRoute(
  losses: ArrayLike<number>,
  routes: readonly (readonly Module[])[],
  constraint: Constraint,
): { route: number; loss: number } {
  let best = { route: -1, loss: Number.NaN };
  for (const [route, modules] of routes.entries()) {
    const loss = losses[route] ?? Number.NaN;
    if (!satisfies(modules, constraint) || Number.isNaN(loss)) continue;
    if (best.route < 0 || loss < best.loss) best = { route, loss };
  }
  return best;
}

export const moduleLists: fc.Arbitrary<ModuleList> = fc.constantFrom<ModuleList[]>(
  ['small', 'big'],
  ['skip', 'big'],
  ['skip', 'small', 'big'],
);

/** A loss table with many ties (quarters of a nat) and unknown rows, and a constraint for it. */
export interface Case {
  readonly table: LossTable;
  readonly constraint: Constraint;
  readonly routes: Module[][];
}

export const cases: fc.Arbitrary<Case> = fc
  .record({ modules: moduleLists, layers: fc.integer({ min: 1, max: 4 }) })
  .chain(({ modules, layers }) => {
    const space = new RouteSpace(modules, layers);
    const row = fc.array(fc.integer({ min: 0, max: 12 }), {
      minLength: space.count,
      maxLength: space.count,
    });
    return fc
      .record({
        rows: fc.array(fc.option(row), { maxLength: 6 }),
        budget: fc.option(fc.integer({ min: 0, max: layers }), { nil: undefined }),
        atMost: fc.boolean(),
        layers: fc.array(fc.constantFrom('auto' as const, ...modules), {
          minLength: layers,
          maxLength: layers,
        }),
      })
      .map(({ rows, ...constraint }): Case => {
        const table = new LossTable(space, rows.length);
        rows.forEach((losses, token) => {
          if (losses !== null)
            table.setRows(
              token,
              Float32Array.from(losses, (loss) => loss / 4),
            );
        });
        return { table, constraint, routes: everyRoute(modules, layers) };
      });
  });
