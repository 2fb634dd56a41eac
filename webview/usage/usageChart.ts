import { axisBottom } from 'd3-axis';
import { scaleLinear } from 'd3-scale';
import { select, type Selection } from 'd3-selection';
import type { LayerUsage } from '../../src/core/layerUsage';
import type { Module } from '../../src/core/module';
import { type ChartFigure, type Drawing } from '../charts/figure';
import { drawLegend } from '../charts/legend';
import type { LegendEntry } from '../charts/legendEntry';
import { addModulePatterns } from '../charts/patterns';
import { layerNumber, MODULE_LOOKS } from '../charts/series';
import { choiceLetter } from '../question/layerChoices';
import { rowInWords, segments, type UsageRow } from './usageRows';

export interface UsageChartData {
  readonly rows: readonly UsageRow[];
  /** Dearest first. */
  readonly modules: readonly Module[];
}

const ORACLE_HEIGHT = 11;
const ROUTER_HEIGHT = 6;
const BAR_GAP = 2;
const ROW_GAP = 9;
const AXIS_HEIGHT = 20;
const AXIS_TITLE_HEIGHT = 16;
const RIGHT = 20;
const NUMBER_RIGHT = 16;
const LETTER_LEFT = 22;
const LETTER_SIDE = 14;
const BARS_LEFT = 44;
/** From this width on the bars of every row are named. */
const NAMED_FROM = 300;
const NAME_WIDTH = 40;
/** Where they are not, the legend tells them apart by their height. */
const BAR_ENTRIES = (
  [
    ['oracle', ORACLE_HEIGHT],
    ['router', ROUTER_HEIGHT],
  ] as const
).map(([label, height]): LegendEntry => ({
  label,
  sample: { kind: 'bar', fill: 'none', className: 'usage-outline', height },
}));

/** Draws the layers' bars: per layer the oracle's over the router's thinner one. Rows keep their elements, and the focus. */
export class UsageChart {
  private readonly fill: (module: Module) => string;
  private readonly legend: Drawing<SVGGElement>;
  private readonly axis: Drawing<SVGGElement>;
  private readonly axisTitle: Drawing<SVGTextElement>;
  private readonly rows: Drawing<SVGGElement>;
  private readonly names: Drawing<SVGGElement>;

  constructor(private readonly figure: ChartFigure) {
    const { svg } = figure;
    this.fill = addModulePatterns(svg);
    this.legend = svg.append('g');
    this.axis = svg.append('g').attr('class', 'axis').attr('aria-hidden', 'true');
    this.axisTitle = svg
      .append('text')
      .attr('class', 'axis-title')
      .attr('text-anchor', 'end')
      .text('share of tokens');
    this.rows = svg.append('g');
    // Not part of the rows: a button is called by its visible text, and these are the bars' names.
    this.names = svg.append('g').attr('aria-hidden', 'true').attr('pointer-events', 'none');
  }

  /** Returns the rows' elements. */
  draw(
    { rows, modules }: UsageChartData,
    width: number,
  ): Selection<SVGGElement, UsageRow, SVGGElement, unknown> {
    const { fill } = this;
    const twoBars = rows.some(({ router }) => router !== null);
    const named = width >= NAMED_FROM;
    const left = BARS_LEFT + (named ? NAME_WIDTH : 0);
    const barsHeight = ORACLE_HEIGHT + (twoBars ? BAR_GAP + ROUTER_HEIGHT : 0);
    const rowHeight = barsHeight + ROW_GAP;
    const share = scaleLinear([0, 1], [left, width - RIGHT]);

    const top = drawLegend(
      this.legend,
      [
        ...modules.map((module): LegendEntry => {
          const { label, className } = MODULE_LOOKS[module];
          return { label, sample: { kind: 'bar', fill: fill(module), className, height: 10 } };
        }),
        ...(twoBars && !named ? BAR_ENTRIES : []),
      ],
      width,
    );
    const bottom = top + rows.length * rowHeight + ROW_GAP / 2;
    this.figure.resize(width, bottom + AXIS_HEIGHT + AXIS_TITLE_HEIGHT);
    this.axis.attr('transform', `translate(0,${bottom})`).call(
      axisBottom(share)
        .tickValues(width < NAMED_FROM ? [0, 0.5, 1] : [0, 0.25, 0.5, 0.75, 1])
        .tickSize(4)
        .tickFormat((value) => `${Number(value) * 100} %`),
    );
    this.axisTitle.attr('x', width - RIGHT).attr('y', bottom + AXIS_HEIGHT + AXIS_TITLE_HEIGHT - 4);

    this.rows.attr('transform', `translate(0,${top + ROW_GAP / 2})`);
    this.names.attr('transform', `translate(${left - 5},${top + ROW_GAP / 2})`);
    const names = twoBars ? ['oracle', 'router'] : ['oracle'];
    drawNames(this.names, named ? rows.map(() => names) : [], rowHeight);
    return this.rows
      .selectAll<SVGGElement, UsageRow>('g.usage-row')
      .data(rows, ({ layer }) => layer)
      .join((enter) =>
        enter.append('g').each(function begin() {
          beginRow(select<SVGGElement, unknown>(this));
        }),
      )
      .order()
      .attr('transform', (_, at) => `translate(0,${at * rowHeight})`)
      .attr('aria-label', (row) => rowInWords(row, modules))
      .each(function drawRow(row) {
        const group = select<SVGGElement, unknown>(this);
        group.select('.usage-hit').attr('width', width).attr('height', rowHeight);
        group
          .select('.usage-number')
          .attr('y', barsHeight / 2)
          .text(layerNumber(row.layer));
        drawConstraint(group, row, barsHeight / 2);
        drawBar(group.select('.usage-oracle'), row.oracle, share, fill, {
          y: 0,
          height: ORACLE_HEIGHT,
        });
        drawBar(group.select('.usage-router'), row.router, share, fill, {
          y: ORACLE_HEIGHT + BAR_GAP,
          height: ROUTER_HEIGHT,
        });
      });
  }
}

function beginRow(group: Drawing<SVGGElement>): void {
  group.attr('class', 'usage-row').attr('role', 'button');
  group
    .append('rect')
    .attr('class', 'usage-hit screen-only')
    .attr('y', -ROW_GAP / 2)
    .attr('rx', 2);
  group
    .append('text')
    .attr('class', 'usage-number')
    .attr('x', NUMBER_RIGHT)
    .attr('dy', '0.35em')
    .attr('text-anchor', 'end');
  const letter = group.append('g').attr('class', 'usage-constraint');
  letter.append('rect').attr('width', LETTER_SIDE).attr('height', LETTER_SIDE).attr('rx', 3);
  letter
    .append('text')
    .attr('x', LETTER_SIDE / 2)
    .attr('y', LETTER_SIDE / 2)
    .attr('dy', '0.35em')
    .attr('text-anchor', 'middle');
  group.append('g').attr('class', 'usage-oracle');
  group.append('g').attr('class', 'usage-router');
}

/** Beside the bars of each row. */
function drawNames(
  group: Drawing<SVGGElement>,
  rows: readonly (readonly string[])[],
  rowHeight: number,
): void {
  group
    .selectAll('g')
    .data(rows)
    .join('g')
    .attr('transform', (_, at) => `translate(0,${at * rowHeight})`)
    .selectAll('text')
    .data((names) => names)
    .join('text')
    .attr('class', 'usage-name')
    .attr('text-anchor', 'end')
    .attr('dy', '0.35em')
    .attr('y', (_, at, all) => {
      const middle = at === 0 ? ORACLE_HEIGHT / 2 : ORACLE_HEIGHT + BAR_GAP + ROUTER_HEIGHT / 2;
      // Apart, where there are two: their lines are higher than the bars.
      return all.length < 2 ? middle : middle + (at === 0 ? -1 : 1);
    })
    .text((name) => name);
}

function drawConstraint(group: Drawing<SVGGElement>, row: UsageRow, middle: number): void {
  const { constraint } = row;
  const look = constraint === 'auto' ? '' : MODULE_LOOKS[constraint].className;
  const letter = group
    .select('.usage-constraint')
    .attr('class', `usage-constraint ${constraint === 'auto' ? 'free' : 'forced'} ${look}`)
    .attr('transform', `translate(${LETTER_LEFT},${middle - LETTER_SIDE / 2})`);
  letter.select('text').text(choiceLetter(constraint));
}

function drawBar(
  bar: Drawing<SVGGElement>,
  usage: LayerUsage | null,
  share: (value: number) => number,
  fill: (module: Module) => string,
  { y, height }: { readonly y: number; readonly height: number },
): void {
  bar
    .selectAll('rect')
    .data(segments(usage))
    .join('rect')
    .attr('class', ({ module }) => `bar ${MODULE_LOOKS[module].className}`)
    .attr('fill', ({ module }) => fill(module))
    .attr('x', ({ from }) => share(from) + 0.5)
    .attr('y', y + 0.5)
    // A pixel of ground between neighbours; a share that is not nothing is seen.
    .attr('width', ({ from, to }) => Math.max(0.5, share(to) - share(from) - 2))
    .attr('height', height - 1);
}
