import { UNKNOWN } from '../../src/panel/subject';
import { countValues, VALUES, type Cells } from './cells';
import type { GridGeometry } from './geometry';

/** Rectangles as x, y, width, height, one after the other. */
export type Rects = number[];

export interface CellRects {
  /** By value of the cells. */
  readonly values: readonly Rects[];
  readonly unknown: Rects;
}

/** Px between rows, and between columns that are wide enough to spare it. */
const GAP = 1;
const SPARE_GAP_FROM = 6;

/** What to fill for the cells that can be seen: `values` from the last to the first, then `unknown`. */
export function cellRects(cells: Cells, geometry: GridGeometry): CellRects {
  const found = { values: Array.from({ length: VALUES }, (): Rects => []), unknown: [] };
  for (let layer = 0; layer < geometry.frame.layers; layer++) {
    if (geometry.crowded) addShares(found, cells, geometry, layer);
    else addRuns(found, cells, geometry, layer);
  }
  return found;
}

/** Neighbours with the same value are one rectangle, unless a gap parts them. */
function addRuns(found: CellRects, cells: Cells, geometry: GridGeometry, layer: number): void {
  const { layers, rowHeight, gutter, width } = geometry.frame;
  const { first, end } = geometry.visible();
  const parted = geometry.columnWidth >= SPARE_GAP_FROM;
  const valueAt = (token: number): number => cells[token * layers + layer] ?? UNKNOWN;
  for (let from = first; from < end;) {
    const value = valueAt(from);
    let to = from + 1;
    while (!parted && to < end && valueAt(to) === value) to++;
    const left = Math.max(gutter, geometry.left(from));
    const right = Math.min(width, geometry.left(to) - (parted ? GAP : 0));
    const rects = found.values[value] ?? found.unknown;
    if (right > left) rects.push(left, geometry.top(layer), right - left, rowHeight - GAP);
    from = to;
  }
}

/**
 * Where several tokens share a pixel, its column is divided by how many of them have each value, the last value at the
 * bottom: a share, never one token picked from many. Every rectangle begins at the top of the row, so that neighbours
 * join where they can; what is filled later covers what is deeper.
 */
function addShares(found: CellRects, cells: Cells, geometry: GridGeometry, layer: number): void {
  const { layers, rowHeight } = geometry.frame;
  const top = geometry.top(layer);
  for (const { left, width, first, end } of geometry.bins()) {
    const { values, unknown } = countValues(cells, layers, layer, first, end);
    const unit = (rowHeight - GAP) / (end - first);
    let depth = 0;
    const add = (rects: Rects, count: number): void => {
      depth += count;
      if (count > 0) extend(rects, left, top, width, depth * unit);
    };
    add(found.unknown, unknown);
    for (const [value, count] of values.entries()) add(found.values[value] ?? [], count);
  }
}

/** Adds a rectangle, or widens the last one where the new one goes on as it is. */
function extend(rects: Rects, left: number, top: number, width: number, height: number): void {
  const last = rects.length - 4;
  const joins =
    rects[last + 1] === top &&
    rects[last + 3] === height &&
    (rects[last] ?? 0) + (rects[last + 2] ?? 0) === left;
  if (joins) rects[last + 2] = left + width - (rects[last] ?? 0);
  else rects.push(left, top, width, height);
}
