import { select, type Selection } from 'd3-selection';
import type { Rects } from './cellRects';
import {
  DOT,
  LINES,
  TILE,
  VEIL,
  type Box,
  type Fill,
  type Surface,
  type TextStyle,
} from './surface';

const ANCHORS = { left: 'start', centre: 'middle', right: 'end' } as const;

/** Draws an SVG in which every colour is written out. */
export class SvgSurface implements Surface {
  readonly element: SVGSVGElement;
  private readonly svg: Selection<SVGSVGElement, unknown, null, undefined>;
  private textures = 0;

  constructor(width: number, height: number) {
    this.element = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    this.svg = select(this.element)
      .attr('width', width)
      .attr('height', height)
      .attr('viewBox', `0 0 ${width} ${height}`);
  }

  fill(rects: Rects, fill: Fill): void {
    let path = '';
    for (let at = 0; at < rects.length; at += 4) {
      const [x, y, width, height] = rects.slice(at, at + 4).map((value) => String(round(value)));
      path += `M${x ?? ''},${y ?? ''}h${width ?? ''}v${height ?? ''}h-${width ?? ''}z`;
    }
    this.svg.append('path').attr('d', path).attr('fill', this.style(fill));
  }

  veil(box: Box, colour: string): void {
    this.box(box).attr('fill', colour).attr('fill-opacity', VEIL);
  }

  outline(
    { left, top, width, height }: Box,
    { colour, line }: { readonly colour: string; readonly line: number },
  ): void {
    const inside = {
      left: left + line / 2,
      top: top + line / 2,
      width: width - line,
      height: height - line,
    };
    this.box(inside).attr('fill', 'none').attr('stroke', colour).attr('stroke-width', line);
  }

  text(text: string, x: number, y: number, style: TextStyle): void {
    const place = `translate(${round(x)},${round(y)})`;
    this.svg
      .append('text')
      .attr('transform', style.turned === true ? `${place} rotate(-90)` : place)
      .attr('dominant-baseline', 'central')
      .attr('text-anchor', ANCHORS[style.align])
      .attr('font-size', style.size)
      .attr('font-weight', style.bold === true ? 'bold' : null)
      .attr('fill', style.colour)
      .text(text);
  }

  private box({
    left,
    top,
    width,
    height,
  }: Box): Selection<SVGRectElement, unknown, null, undefined> {
    return this.svg
      .append('rect')
      .attr('x', round(left))
      .attr('y', round(top))
      .attr('width', round(width))
      .attr('height', round(height));
  }

  private style({ colour, texture, ground }: Fill): string {
    if (texture === 'solid') return colour;
    const id = `texture-${String(++this.textures)}`;
    const tile = this.svg
      .append('defs')
      .append('pattern')
      .attr('id', id)
      .attr('patternUnits', 'userSpaceOnUse')
      .attr('width', TILE)
      .attr('height', TILE);
    tile
      .append('rect')
      .attr('width', TILE)
      .attr('height', TILE)
      .attr('fill', texture === 'dotted' ? colour : ground);
    if (texture === 'dotted') {
      tile
        .append('circle')
        .attr('cx', TILE / 2)
        .attr('cy', TILE / 2)
        .attr('r', DOT)
        .attr('fill', ground);
    } else {
      tile.append('path').attr('d', LINES[texture]).attr('stroke', colour);
    }
    return `url(#${id})`;
  }
}

/** Hundredths of a pixel are enough, and make a smaller file. */
function round(value: number): number {
  return Math.round(value * 100) / 100;
}
