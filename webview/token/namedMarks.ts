import { symbol } from 'd3-shape';
import type { Drawing } from '../charts/figure';
import { SERIES } from '../charts/series';
import { placeFlags } from './flags';
import type { NamedRoute } from './namedRoutes';

/** Px: height of a label. */
export const LANE = 14;
/** Px per character of a label, near enough: it only decides on which side it goes. */
const CHARACTER = 6.6;
const MARK_SIZE = 52;

/** Marks the routes that have names, with their names as flags on poles above the chart. `placeOf`: in px. */
export function drawNamed(
  groups: Readonly<Record<'flags' | 'marks', Drawing<SVGGElement>>>,
  named: readonly NamedRoute[],
  width: number,
  placeOf: (route: NamedRoute) => { readonly x: number; readonly y: number },
): void {
  const flags = placeFlags(
    named.map((each) => {
      const text = each.names.join(', ');
      return { ...each, text, x: placeOf(each).x, width: text.length * CHARACTER + 8 };
    }),
    width,
  );
  const poles = groups.flags
    .selectAll<SVGGElement, unknown>('g')
    .data(flags)
    .join((enter) => {
      const group = enter.append('g');
      group.append('path');
      group.append('text');
      return group;
    })
    .attr('class', ({ flag }) => SERIES[flag.series].className);
  poles
    .select('path')
    .attr('class', 'line loss-pole')
    .attr('d', ({ flag, lane }) => `M${flag.x},${lane * LANE + 1}V${placeOf(flag).y}`);
  poles
    .select('text')
    .attr('class', 'haloed')
    .attr('x', ({ flag, side }) => flag.x + (side === 'right' ? 5 : -5))
    .attr('y', ({ lane }) => lane * LANE + LANE / 2)
    .attr('dy', '0.35em')
    .attr('text-anchor', ({ side }) => (side === 'right' ? 'start' : 'end'))
    .text(({ flag }) => flag.text);
  groups.marks
    .selectAll<SVGPathElement, NamedRoute>('path')
    .data(named)
    .join('path')
    .attr('class', ({ series }) => `mark ${SERIES[series].className}`)
    .attr('d', ({ series }) => symbol(SERIES[series].marker, MARK_SIZE)())
    .attr('transform', (each) => `translate(${placeOf(each).x},${placeOf(each).y})`);
}
