import { range } from 'd3-array';
import { axisBottom, axisLeft } from 'd3-axis';
import { scaleLinear, type ScaleContinuousNumeric } from 'd3-scale';
import { symbol } from 'd3-shape';
import type { ChartFigure, Drawing } from '../charts/figure';
import { drawLegend } from '../charts/legend';
import { SERIES } from '../charts/series';
import type { CurveData, CurvePoint, CurveReference } from './curveData';
import { drawBands, drawLines } from './curveLines';
import { legendOf, pointLookOf, REFERENCE_DASHES } from './curveLooks';
import type { Box } from './labelPlace';
import { nameReferences } from './referenceNames';
import { inUnit, lossScale, lossText, tickText, type Unit } from './lossScale';

/** Of the plot: above it stand the axis' title and, in a line of its own, the value at the budget. */
const TOP = 38;
const LEFT = 42;
const RIGHT = 12;
const AXIS_HEIGHT = 38;
/** Reference lines are named in the plot where it has room for it, else in the legend. */
const ROOM_FOR_NAMES = 300;
/** Between the numbers of the horizontal axis. */
const TICK_ROOM = 17;

/** Where budgets and the plot lie, px. */
export interface CurvePlot {
  readonly x: ScaleContinuousNumeric<number, number>;
  readonly top: number;
  readonly bottom: number;
}

type Part =
  | 'grid'
  | 'xAxis'
  | 'yAxis'
  | 'references'
  | 'now'
  | 'bands'
  | 'lines'
  | 'points'
  | 'labels'
  | 'names'
  | 'reading'
  | 'legend';

export class CurveChart {
  private readonly parts: Readonly<Record<Part, Drawing<SVGGElement>>>;
  private readonly xTitle: Drawing<SVGTextElement>;
  private readonly yTitle: Drawing<SVGTextElement>;

  constructor(private readonly figure: ChartFigure) {
    const { svg } = figure;
    const part = (className: string): Drawing<SVGGElement> =>
      svg.append('g').attr('class', className);
    this.parts = {
      grid: part('grid'),
      xAxis: part('axis'),
      yAxis: part('axis'),
      references: part('references'),
      now: part('now'),
      reading: part('reading screen-only'),
      bands: part('bands'),
      lines: part('lines'),
      points: part('points'),
      names: part('names'),
      labels: part('labels'),
      legend: part('legend'),
    };
    const title = (): Drawing<SVGTextElement> => svg.append('text').attr('class', 'axis-title');
    this.xTitle = title().attr('text-anchor', 'end').text('big layers per token');
    this.yTitle = title().attr('x', 0).attr('y', 10);
  }

  draw(data: CurveData, unit: Unit, width: number): CurvePlot {
    const height = Math.round(Math.min(300, Math.max(170, width * 0.55)));
    const bottom = TOP + height;
    const right = width - RIGHT;
    const x = scaleLinear([0, data.layers], [LEFT + 8, right - 8]);
    const { y, ticks, logarithmic } = lossScale(data, unit, [bottom, TOP]);
    const at = (loss: number): number => y(inUnit(loss, unit));
    const roomy = right - LEFT >= ROOM_FOR_NAMES;

    this.parts.xAxis.attr('transform', `translate(0,${bottom})`).call(
      axisBottom(x)
        .tickValues(range(0, data.layers + 1, x(1) - x(0) < TICK_ROOM ? 2 : 1))
        .tickFormat((budget) => String(budget))
        .tickSize(4),
    );
    this.parts.yAxis.attr('transform', `translate(${LEFT},0)`).call(
      axisLeft(y)
        .tickValues([...ticks])
        .tickFormat((value) => tickText(Number(value)))
        .tickSize(4),
    );
    this.parts.grid
      .selectAll('line')
      .data(ticks)
      .join('line')
      .attr('class', 'gridline')
      .attr('x1', LEFT)
      .attr('x2', right)
      .attr('y1', (value) => y(value))
      .attr('y2', (value) => y(value));
    this.xTitle.attr('x', right).attr('y', bottom + AXIS_HEIGHT - 6);
    this.yTitle.text(
      unit === 'nats' ? 'nats per token' : `perplexity${logarithmic ? ', log scale' : ''}`,
    );

    const plot = { left: LEFT, right, top: TOP, bottom };
    this.drawReferences(data.references, at, plot);
    const unnamed = { ...data, references: [] };
    nameReferences(this.parts.names, roomy ? data : unnamed, unit, { x, at }, plot);
    drawBands(this.parts.bands, data.lines, { x, at });
    drawLines(this.parts.lines, data.lines, { x, at });
    this.drawPoints(data.points, x, at);
    this.drawBudget(data, unit, { x, top: TOP, bottom }, at, width);
    const legendTop = bottom + AXIS_HEIGHT + 4;
    this.parts.legend.attr('transform', `translate(0,${legendTop})`);
    const legendHeight = drawLegend(this.parts.legend, legendOf(data, unit, !roomy), width);
    this.figure.resize(width, legendTop + legendHeight);
    return { x, top: TOP, bottom };
  }

  /** The budget that is being read, with the pointer or the keyboard; `null`: none. */
  read(budget: number | null, { x, top, bottom }: CurvePlot): void {
    this.parts.reading
      .selectAll('line')
      .data(budget === null ? [] : [x(budget)])
      .join('line')
      .attr('x1', (left) => left)
      .attr('x2', (left) => left)
      .attr('y1', top)
      .attr('y2', bottom);
  }

  private drawReferences(
    references: readonly CurveReference[],
    at: (loss: number) => number,
    plot: Box,
  ): void {
    this.parts.references
      .selectAll('path')
      .data(references)
      .join('path')
      .attr('class', `line ${SERIES.reference.className}`)
      .attr('stroke-width', SERIES.reference.width)
      .attr('stroke-dasharray', ({ label }) => REFERENCE_DASHES[label])
      .attr('d', ({ loss }) => `M${plot.left},${at(loss)}H${plot.right}`);
  }

  private drawPoints(
    points: readonly CurvePoint[],
    x: (budget: number) => number,
    at: (loss: number) => number,
  ): void {
    this.parts.points
      .selectAll<SVGGElement, CurvePoint>('g')
      .data(points, ({ label }) => label)
      .join((enter) => {
        const group = enter.append('g');
        group.append('path');
        return group;
      })
      .attr('class', ({ series }) => SERIES[series].className)
      .attr('transform', ({ budget, loss }) => `translate(${x(budget)},${at(loss)})`)
      .select('path')
      .attr('class', (point) => (pointLookOf(point).hollow ? 'mark hollow' : 'mark'))
      .attr('d', (point) => {
        const { marker, area } = pointLookOf(point);
        return symbol(marker, area)();
      });
  }

  private drawBudget(
    { budget, lines }: CurveData,
    unit: Unit,
    { x, top, bottom }: CurvePlot,
    at: (loss: number) => number,
    width: number,
  ): void {
    const loss = budget === null ? null : (lines[0]?.losses[budget] ?? null);
    const marked = budget === null ? [] : [{ budget, loss }];
    this.parts.now
      .selectAll('line')
      .data(marked)
      .join('line')
      .attr('x1', (now) => x(now.budget))
      .attr('x2', (now) => x(now.budget))
      .attr('y1', top - 4)
      .attr('y2', bottom);
    this.parts.labels
      .selectAll('circle')
      .data(marked.filter((now) => now.loss !== null))
      .join('circle')
      .attr('class', `budget-ring ${SERIES.oracle.className}`)
      .attr('cx', (now) => x(now.budget))
      .attr('cy', (now) => at(now.loss ?? 0))
      .attr('r', 6.5);
    this.parts.labels
      .selectAll<SVGTextElement, unknown>('text.budget-value')
      .data(marked)
      .join('text')
      .attr('class', 'budget-value haloed')
      .attr('y', top - 9)
      .attr('text-anchor', 'middle')
      .text((now) => `${now.budget} big: oracle ${lossText(now.loss, unit)}`)
      .attr('x', function within(now) {
        const half = this.getComputedTextLength() / 2;
        return Math.max(half, Math.min(width - half, x(now.budget)));
      });
  }
}
