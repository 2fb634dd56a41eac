import type { UiState } from '../uiState';
import { COLUMNS, type Column } from './ranking';

export type Sort = { readonly column: Column; readonly ascending: boolean } | null;

/** What was kept may be of another version of the panel. */
export function sortOf(ui: UiState): Sort {
  const column = COLUMNS.find((name) => name === ui.sort?.column);
  return column === undefined || ui.sort === null ? null : { column, ascending: ui.sort.ascending };
}

/** What clicking a column's header does: its usual direction, the other one, then the list's own order again. */
export function nextSort(sort: Sort, column: Column): Sort {
  const usual = column === 'token';
  if (sort?.column !== column) return { column, ascending: usual };
  return sort.ascending === usual ? { column, ascending: !usual } : null;
}

export function ariaSort(sort: Sort, column: Column): 'ascending' | 'descending' | undefined {
  if (sort?.column !== column) return undefined;
  return sort.ascending ? 'ascending' : 'descending';
}
