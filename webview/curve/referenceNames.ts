import { pairs } from 'd3-array';
import type { Drawing } from '../charts/figure';
import type { CurveData } from './curveData';
import { labelPlace, pointsBetween, type Box, type Point } from './labelPlace';
import { lossText, type Unit } from './lossScale';

const NAME_HEIGHT = 13;

/** From losses and budgets to px. */
export interface CurveScales {
  readonly x: (budget: number) => number;
  readonly at: (loss: number) => number;
}

/** Names the reference lines in the plot, where they cover least. */
export function nameReferences(
  group: Drawing<SVGGElement>,
  data: CurveData,
  unit: Unit,
  scales: CurveScales,
  plot: Box,
): void {
  const drawn = drawnPoints(data, scales, plot);
  group
    .selectAll<SVGTextElement, unknown>('text')
    .data(data.references)
    .join('text')
    .attr('class', 'reference-name haloed')
    .text(({ label, loss }) => `${label} ${lossText(loss, unit)}`)
    .each(function place({ loss }) {
      const size = { width: this.getComputedTextLength() + 4, height: NAME_HEIGHT };
      const { left, bottom } = labelPlace(scales.at(loss), size, plot, drawn);
      this.setAttribute('x', String(left + 2));
      this.setAttribute('y', String(bottom - 2));
    });
}

/** Everything that a label should leave free. */
function drawnPoints(
  { lines, points, budget }: CurveData,
  { x, at }: CurveScales,
  { top, bottom }: Box,
): Point[] {
  const onLines = lines.flatMap(({ losses }) =>
    pairs(losses).flatMap(([one, other], left) =>
      one === null || other === null
        ? []
        : pointsBetween([x(left), at(one)], [x(left + 1), at(other)]),
    ),
  );
  const markers = points.map((point): Point => [x(point.budget), at(point.loss)]);
  const now = budget === null ? [] : pointsBetween([x(budget), top], [x(budget), bottom]);
  return [...onLines, ...markers, ...now];
}
