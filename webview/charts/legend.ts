import { symbol, type SymbolType } from 'd3-shape';
import type { Drawing } from './figure';
import type { LegendEntry, Sample } from './legendEntry';
import { SERIES } from './series';

const SAMPLE_WIDTH = 22;
const SAMPLE_GAP = 5;
const ENTRY_GAP = 14;
export const LEGEND_LINE = 18;

/**
 * Draws a legend into a group, as many entries in a line as fit, and returns its height. It is a part of the drawing, so
 * that a saved chart explains itself.
 */
export function drawLegend(
  group: Drawing<SVGGElement>,
  entries: readonly LegendEntry[],
  width: number,
): number {
  group.attr('class', 'legend').selectAll('*').remove();
  let x = 0;
  let line = 0;
  for (const entry of entries) {
    const item = group.append('g');
    drawSample(item, entry.sample);
    const text = item
      .append('text')
      .attr('x', SAMPLE_WIDTH + SAMPLE_GAP)
      .attr('y', LEGEND_LINE / 2)
      .attr('dy', '0.35em')
      .text(entry.label);
    shorten(text, entry.label, width - SAMPLE_WIDTH - SAMPLE_GAP);
    const taken = SAMPLE_WIDTH + SAMPLE_GAP + lengthOf(text);
    if (x > 0 && x + taken > width) {
      x = 0;
      line++;
    }
    item.attr('transform', `translate(${x},${line * LEGEND_LINE})`);
    x += taken + ENTRY_GAP;
  }
  return entries.length === 0 ? 0 : (line + 1) * LEGEND_LINE;
}

/** Cuts a label that no line has room for; all of it shows under the pointer. */
function shorten(text: Drawing<SVGTextElement>, label: string, room: number): void {
  const length = lengthOf(text);
  if (length <= room) return;
  const kept = Math.max(1, Math.floor((label.length * room) / length) - 2);
  text.text(`${label.slice(0, kept).trimEnd()}…`);
  text.append('title').text(label);
}

function lengthOf(text: Drawing<SVGTextElement>): number {
  return text.node()?.getComputedTextLength() ?? 0;
}

function drawSample(item: Drawing<SVGGElement>, sample: Sample): void {
  const middle = LEGEND_LINE / 2;
  switch (sample.kind) {
    case 'line': {
      const look = SERIES[sample.series];
      item
        .attr('class', look.className)
        .append('path')
        .attr('class', 'line')
        .attr('d', `M0,${middle}h${SAMPLE_WIDTH}`)
        .attr('stroke-width', sample.width ?? look.width)
        .attr('stroke-dasharray', sample.dash ?? look.dash);
      if (sample.marked) drawMarker(item, look.marker, 30, false);
      break;
    }
    case 'marker':
      item.attr('class', SERIES[sample.series].className);
      drawMarker(item, sample.marker, 60, sample.hollow);
      break;
    case 'bar':
      item
        .attr('class', sample.className)
        .append('rect')
        .attr('class', 'bar')
        .attr('y', middle - sample.height / 2)
        .attr('width', SAMPLE_WIDTH)
        .attr('height', sample.height)
        .attr('fill', sample.fill);
      break;
  }
}

function drawMarker(
  item: Drawing<SVGGElement>,
  marker: SymbolType,
  area: number,
  hollow: boolean,
): void {
  item
    .append('path')
    .attr('class', hollow ? 'mark hollow' : 'mark')
    .attr('d', symbol(marker, area)())
    .attr('transform', `translate(${SAMPLE_WIDTH / 2},${LEGEND_LINE / 2})`);
}
