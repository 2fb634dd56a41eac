import { axisBottom } from 'd3-axis';
import { extent, max } from 'd3-array';
import { scaleLinear, type ScaleLinear } from 'd3-scale';
import { contextInWords } from '../charts/contextWords';
import { ChartFigure, type Drawing, type FigureTools } from '../charts/figure';
import type { TooltipContent } from '../charts/content';
import { atPointer, tooltip } from '../charts/tooltip';
import { count, counted, nats } from '../numbers';
import { drawnOneByOne, lossBins, nearestRoute, type LossBin } from './distribution';
import { distributionInWords, distributionNumbers, routeTooltip } from './distributionWords';
import { drawNamed, LANE } from './namedMarks';
import { namedRoutes } from './namedRoutes';
import { sameLosses, type TokenLosses } from './tokenLosses';

const TITLE = 'Losses of all routes';
const LEFT = 24;
const RIGHT = 8;
const ROW = 15;
const AXIS = 34;

/** Every route of a token at its loss, in the row of its number of big layers; those with names are marked. */
export class DistributionChart {
  private readonly figure: ChartFigure;
  private readonly parts: Readonly<
    Record<'axis' | 'rows' | 'routes' | 'flags' | 'marks', Drawing<SVGGElement>>
  >;
  private readonly axisTitle: Drawing<SVGTextElement>;
  private shown: TokenLosses | undefined;
  /** What a place in the drawing is about. */
  private at: (x: number, y: number) => TooltipContent | undefined = () => undefined;

  constructor(tools: FigureTools) {
    this.figure = new ChartFigure(tools, 'route-losses', TITLE);
    const { svg, frame } = this.figure;
    svg.attr('role', 'img');
    const layer = (name: string): Drawing<SVGGElement> => svg.append('g').attr('class', name);
    this.parts = {
      rows: layer('loss-rows'),
      axis: layer('axis'),
      routes: layer('loss-routes'),
      flags: layer('loss-flags'),
      marks: layer('loss-marks'),
    };
    this.axisTitle = svg.append('text').attr('class', 'axis-title').text('loss, nats');
    this.figure.drawWith((width) => {
      this.draw(width);
    });
    frame.addEventListener('pointermove', (event) => {
      const box = frame.getBoundingClientRect();
      const content = this.at(event.clientX - box.left, event.clientY - box.top);
      if (content) tooltip.show(frame, content, atPointer(event));
      else tooltip.hide(frame);
    });
    frame.addEventListener('pointerleave', () => {
      tooltip.hide(frame);
    });
  }

  get element(): HTMLElement {
    return this.figure.element;
  }

  update(shown: TokenLosses, ...[state]: Parameters<ChartFigure['offerSave']>): void {
    this.figure.offerSave(state);
    if (sameLosses(this.shown, shown)) return;
    this.shown = shown;
    const oneByOne = drawnOneByOne(shown.detail.losses.length);
    const drawn = oneByOne
      ? 'Every line is a route at its loss for this token, in the row of its number of big layers; strong ones are those that the budget and the layers allow.'
      : 'Bars count the routes by their loss for this token, in the row of their number of big layers.';
    this.figure.caption(`${drawn} Losses in ${contextInWords(shown.context)}.`);
    this.figure.svg.attr('aria-label', distributionInWords(shown));
    this.figure.numbers.update(() => distributionNumbers(shown));
    this.figure.redraw();
  }

  private draw(width: number): void {
    const { shown } = this;
    if (!shown) return;
    const { detail, space } = shown;
    const named = namedRoutes(detail);
    const top = named.length * LANE + 4;
    const bottom = top + (space.layers + 1) * ROW;
    const domain = rangeOf(detail.losses);
    const x = scaleLinear(domain, [LEFT, width - RIGHT]);
    const y = (budget: number): number => top + (space.layers - budget) * ROW;
    this.figure.resize(width, bottom + AXIS);

    this.parts.axis.attr('transform', `translate(0,${bottom + 2})`).call(
      axisBottom(x)
        .ticks(Math.max(2, Math.floor(width / 70)))
        .tickSize(4),
    );
    this.axisTitle
      .attr('x', width - RIGHT)
      .attr('y', bottom + AXIS - 3)
      .attr('text-anchor', 'end');
    this.drawRows(y, width);
    if (drawnOneByOne(detail.losses.length)) this.drawTicks(shown, x, y);
    else this.drawBins(shown, domain, x, y);
    drawNamed(this.parts, named, width, (each) => ({
      x: x(each.loss),
      y: y(space.bigCount(each.route)) + ROW / 2,
    }));
  }

  private drawRows(y: (budget: number) => number, width: number): void {
    const layers = this.shown?.space.layers ?? 0;
    const budgets = Array.from({ length: layers + 1 }, (_, budget) => budget);
    const rows = this.parts.rows
      .selectAll<SVGGElement, number>('g')
      .data(budgets)
      .join((enter) => {
        const row = enter.append('g');
        row
          .append('text')
          .attr('class', 'axis-title')
          .attr('x', LEFT - 8)
          .attr('text-anchor', 'end');
        row.append('path').attr('class', 'gridline');
        return row;
      })
      .attr('transform', (budget) => `translate(0,${y(budget)})`);
    rows
      .select('text')
      .attr('y', ROW / 2)
      .attr('dy', '0.35em')
      .text((budget) => budget);
    rows.select('path').attr('d', `M${LEFT},${ROW - 0.5}H${width - RIGHT}`);
  }

  private drawTicks(
    { detail, space, constraint }: TokenLosses,
    x: ScaleLinear<number, number>,
    y: (budget: number) => number,
  ): void {
    const { losses } = detail;
    const paths = { allowed: '', others: '' };
    for (const [route, loss] of losses.entries()) {
      if (Number.isNaN(loss)) continue;
      const tick = `M${x(loss).toFixed(1)},${y(space.bigCount(route)) + 2}v${ROW - 5}`;
      paths[space.allows(route, constraint) ? 'allowed' : 'others'] += tick;
    }
    this.parts.routes
      .selectAll('*')
      .data([
        { name: 'loss-tick loss-others', path: paths.others },
        { name: 'loss-tick loss-allowed', path: paths.allowed },
      ])
      .join('path')
      .attr('class', ({ name }) => name)
      .attr('d', ({ path }) => path);
    this.at = (left, top) => {
      const budget = budgetAt(top, y, space.layers);
      if (budget === undefined) return undefined;
      const route = nearestRoute(losses, space.bigCounts, budget, x.invert(left));
      return route === undefined ? undefined : routeTooltip(detail, space, route);
    };
  }

  private drawBins(
    { detail, space }: TokenLosses,
    domain: readonly [number, number],
    x: ScaleLinear<number, number>,
    y: (budget: number) => number,
  ): void {
    const bins = lossBins(detail.losses, space.bigCounts, domain);
    const height = scaleLinear([0, max(bins, (each) => each.count) ?? 1], [1, ROW - 3]);
    const barPath = ({ budget, from, to, count: routes }: LossBin): string => {
      const tall = height(routes);
      const wide = Math.max(1, x(to) - x(from) - 0.5);
      return `M${x(from).toFixed(1)},${(y(budget) + ROW - 1 - tall).toFixed(1)}h${wide.toFixed(1)}v${tall.toFixed(1)}h-${wide.toFixed(1)}z`;
    };
    this.parts.routes
      .selectAll('*')
      .data([bins.map(barPath).join('')])
      .join('path')
      .attr('class', 'loss-bars')
      .attr('d', (path) => path);
    this.at = (left, top) => {
      const budget = budgetAt(top, y, space.layers);
      const loss = x.invert(left);
      const hit = bins.find(
        (each) => each.budget === budget && each.from <= loss && loss < each.to,
      );
      if (hit === undefined) return undefined;
      return {
        title: counted(hit.count, 'route'),
        rows: [
          { name: 'big layers', values: [count(hit.budget)] },
          { name: 'loss, nats', values: [`${nats(hit.from, 2)} to ${nats(hit.to, 2)}`] },
        ],
      };
    };
  }
}

/** Room on both sides for marks; never empty. */
function rangeOf(losses: Float32Array): [number, number] {
  const [low = 0, high = 0] = extent(losses);
  const margin = Math.max(0.02, (high - low) * 0.03);
  return [low - margin, high + margin];
}

function budgetAt(top: number, y: (budget: number) => number, layers: number): number | undefined {
  const budget = layers - Math.floor((top - y(layers)) / ROW);
  return budget >= 0 && budget <= layers ? budget : undefined;
}
