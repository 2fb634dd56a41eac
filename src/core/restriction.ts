import { LossTable } from './lossTable';
import type { ModuleList } from './module';
import { RouteSpace } from './routes';

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
  const restricted = new LossTable(space, table.tokens);
  for (let token = 0; token < table.tokens; token++) {
    if (!table.isKnown(token)) continue;
    const row = table.row(token);
    restricted.setRows(
      token,
      Float32Array.from(columns, (column) => row[column] ?? Number.NaN),
    );
  }
  return restricted;
}
