import type { LossTable } from './lossTable';
import type { ModuleList } from './module';
import { RouteSpace } from './routes';
import { stretches } from './stretches';

const TOKENS_PER_BLOCK = 64;

/**
 * What a table says about fewer modules: a copy of its columns for the routes that take no other. Throws RangeError when
 * the table lacks one of the modules.
 */
export function restrictedTable(table: LossTable, modules: ModuleList): LossTable {
  const space = new RouteSpace(modules, table.space.layers);
  const columns = Int32Array.from(space.all, (route) => {
    const column = table.space.routeOf(space.modulesOf(route));
    if (column === undefined) {
      throw new RangeError(
        `No ${modules.join(',')} in a table of ${table.space.modules.join(',')}`,
      );
    }
    return column;
  });
  const restricted = table.emptied(table.tokens, space);
  const known = (token: number): boolean => table.isKnown(token);
  for (const [first, end] of stretches(table.tokens, known, TOKENS_PER_BLOCK)) {
    const rows = new Float32Array((end - first) * columns.length);
    for (let token = first; token < end; token++) {
      const row = table.row(token);
      const to = rows.subarray((token - first) * columns.length);
      columns.forEach((column, at) => (to[at] = row[column] ?? Number.NaN));
    }
    restricted.setRows(first, rows);
  }
  return restricted;
}
