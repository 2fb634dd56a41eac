export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export type Point = readonly [x: number, y: number];

/** How many places along its line a label is tried at, over the line and under it. */
const STEPS = 24;
/** Between label and line, px. */
const GAP = 4;

/**
 * Where a label of a horizontal line covers the least of what is drawn, given as points that lie close together; of equally
 * good places the one furthest to the right, over the line rather than under it.
 */
export function labelPlace(
  y: number,
  size: { readonly width: number; readonly height: number },
  plot: Box,
  drawn: readonly Point[],
): Box {
  const room = plot.right - plot.left - size.width;
  const places = Array.from(
    { length: STEPS + 1 },
    (_, step) => plot.left + room * (1 - step / STEPS),
  )
    .flatMap((left) => [y - GAP - size.height, y + GAP].map((top) => boxAt(left, top, size)))
    .filter(({ top, bottom }) => top >= plot.top && bottom <= plot.bottom);
  const [first = boxAt(plot.left + room, y - GAP - size.height, size)] = places;
  return places.reduce(
    (best, place) => (covered(place, drawn) < covered(best, drawn) ? place : best),
    first,
  );
}

function boxAt(
  left: number,
  top: number,
  { width, height }: { width: number; height: number },
): Box {
  return { left, right: left + width, top, bottom: top + height };
}

function covered({ left, right, top, bottom }: Box, drawn: readonly Point[]): number {
  return drawn.filter(([x, y]) => x >= left && x <= right && y >= top && y <= bottom).length;
}

/** Points on the straight way between two, no further apart than a label is high. */
export function pointsBetween([x1, y1]: Point, [x2, y2]: Point): Point[] {
  const steps = Math.max(1, Math.ceil(Math.hypot(x2 - x1, y2 - y1) / 4));
  return Array.from({ length: steps + 1 }, (_, step): Point => {
    const part = step / steps;
    return [x1 + (x2 - x1) * part, y1 + (y2 - y1) * part];
  });
}
