import { select } from 'd3-selection';
import { area, line, symbol } from 'd3-shape';
import type { Drawing } from '../charts/figure';
import { SERIES } from '../charts/series';
import type { CurveLine } from './curveData';
import { lookOf, MARKER_AREA } from './curveLooks';
import type { CurveScales } from './referenceNames';

/** What is uncertain of the lines. */
export function drawBands(
  group: Drawing<SVGGElement>,
  lines: readonly CurveLine[],
  { x, at }: CurveScales,
): void {
  const path = area<readonly [number, number] | null>()
    .defined((interval) => interval !== null)
    .x((_, budget) => x(budget))
    .y0((interval) => at(interval?.[0] ?? 0))
    .y1((interval) => at(interval?.[1] ?? 0));
  group
    .selectAll('g')
    .data(lines.filter(({ band }) => band !== undefined))
    .join((enter) => {
      const each = enter.append('g');
      each.append('path').attr('class', 'band');
      return each;
    })
    .attr('class', ({ series }) => SERIES[series].className)
    .select('path')
    .attr('d', ({ band = [] }) => path(band));
}

/** With their markers. */
export function drawLines(
  group: Drawing<SVGGElement>,
  lines: readonly CurveLine[],
  { x, at }: CurveScales,
): void {
  const path = line<number | null>()
    .defined((loss) => loss !== null)
    .x((_, budget) => x(budget))
    .y((loss) => at(loss ?? 0));
  group
    .selectAll<SVGGElement, CurveLine>('g')
    // The most important one is drawn last, over the others.
    .data(lines.toReversed(), ({ label }) => label)
    .join((enter) => {
      const each = enter.append('g');
      each.append('path').attr('class', 'line');
      return each;
    })
    .order()
    .attr('class', ({ series }) => SERIES[series].className)
    .each(function drawLine(each) {
      const own = select<SVGGElement, unknown>(this);
      const { dash, width, marker } = lookOf(each);
      own
        .select('.line')
        .attr('d', path(each.losses))
        .attr('stroke-width', width)
        .attr('stroke-dasharray', dash);
      const marked = each.losses.flatMap((loss, budget) => {
        return loss === null || marker === null ? [] : [{ loss, budget }];
      });
      own
        .selectAll('path.mark')
        .data(marked)
        .join('path')
        .attr('class', 'mark')
        .attr('d', marker === null ? '' : symbol(marker, MARKER_AREA)())
        .attr('transform', ({ budget, loss }) => `translate(${x(budget)},${at(loss)})`);
    });
}
