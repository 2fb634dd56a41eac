import { axisBottom } from 'd3-axis';
import { extent, max, quantileSorted } from 'd3-array';
import { scaleLinear, type ScaleLinear } from 'd3-scale';
import { symbol } from 'd3-shape';
import type { AnalysisRun } from '../../src/core/analysis';
import type { Constraint } from '../../src/core/constraint';
import type { RouteSpace } from '../../src/core/routes';
import type { TokenDetail } from '../../src/panel/tokenDetail';
import { contextInWords } from '../charts/contextWords';
import { ChartFigure, type Drawing } from '../charts/figure';
import { SERIES } from '../charts/series';
import type { Numbers } from '../charts/textAlternative';
import { atPointer, tooltip, type TooltipContent } from '../charts/tooltip';
import { count, counted, nats } from '../numbers';
import type { PanelHost } from '../panelHost';
import {
  drawnOneByOne,
  lossBins,
  lossesByBudget,
  nearestRoute,
  type LossBin,
} from './distribution';
import { placeFlags } from './flags';
import { namedRoutes, type NamedRoute } from './namedRoutes';

const TITLE = 'Losses of all routes';
const LEFT = 24;
const RIGHT = 8;
const LANE = 14;
const ROW = 15;
const AXIS = 34;
/** Px per character of a label, near enough: it only decides on which side it goes. */
const CHARACTER = 6.6;
const MARK_SIZE = 52;

export interface Distribution {
  readonly detail: TokenDetail;
  readonly space: RouteSpace;
  readonly constraint: Constraint;
  readonly context: AnalysisRun['context']['kind'];
}

/** Every route of a token at its loss, in the row of its number of big layers; those with names are marked. */
export class DistributionChart {
  private readonly figure: ChartFigure;
  private readonly parts: Readonly<
    Record<'axis' | 'rows' | 'routes' | 'flags' | 'marks', Drawing<SVGGElement>>
  >;
  private readonly axisTitle: Drawing<SVGTextElement>;
  private shown: Distribution | undefined;
  /** What a place in the drawing is about. */
  private at: (x: number, y: number) => TooltipContent | undefined = () => undefined;

  constructor(host: PanelHost) {
    this.figure = new ChartFigure(host, 'route-losses', TITLE);
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

  update(shown: Distribution, ...[state]: Parameters<ChartFigure['offerSave']>): void {
    this.figure.offerSave(state);
    if (shown.detail === this.shown?.detail && shown.constraint === this.shown.constraint) return;
    this.shown = shown;
    const oneByOne = drawnOneByOne(shown.detail.losses.length);
    const drawn = oneByOne
      ? 'Every line is a route at its loss for this token, in the row of its number of big layers; strong ones are those that the budget and the layers allow.'
      : 'Bars count the routes by their loss for this token, in the row of their number of big layers.';
    this.figure.caption(`${drawn} Losses in ${contextInWords(shown.context)}.`);
    this.figure.svg.attr('aria-label', inWords(shown));
    this.figure.numbers.update(() => numbersOf(shown));
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
    this.drawNamed(named, space, x, y, width);
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
    { detail, space, constraint }: Distribution,
    x: ScaleLinear<number, number>,
    y: (budget: number) => number,
  ): void {
    const { losses } = detail;
    const paths = { allowed: '', others: '' };
    for (const [route, loss] of losses.entries()) {
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
    { detail, space }: Distribution,
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

  private drawNamed(
    named: readonly NamedRoute[],
    space: RouteSpace,
    x: ScaleLinear<number, number>,
    y: (budget: number) => number,
    width: number,
  ): void {
    const middle = ({ route }: NamedRoute): number => y(space.bigCount(route)) + ROW / 2;
    const flags = placeFlags(
      named.map((each) => {
        const text = each.names.join(', ');
        return { ...each, text, x: x(each.loss), width: text.length * CHARACTER + 8 };
      }),
      width,
    );
    const groups = this.parts.flags
      .selectAll<SVGGElement, unknown>('g')
      .data(flags)
      .join((enter) => {
        const group = enter.append('g');
        group.append('path');
        group.append('text');
        return group;
      })
      .attr('class', ({ flag }) => SERIES[flag.series].className);
    groups
      .select('path')
      .attr('class', 'line loss-pole')
      .attr('d', ({ flag, lane }) => `M${flag.x},${lane * LANE + 1}V${middle(flag)}`);
    groups
      .select('text')
      .attr('class', 'haloed')
      .attr('x', ({ flag, side }) => flag.x + (side === 'right' ? 5 : -5))
      .attr('y', ({ lane }) => lane * LANE + LANE / 2)
      .attr('dy', '0.35em')
      .attr('text-anchor', ({ side }) => (side === 'right' ? 'start' : 'end'))
      .text(({ flag }) => flag.text);
    this.parts.marks
      .selectAll<SVGPathElement, NamedRoute>('path')
      .data(named)
      .join('path')
      .attr('class', ({ series }) => `mark ${SERIES[series].className}`)
      .attr('d', ({ series }) => symbol(SERIES[series].marker, MARK_SIZE)())
      .attr('transform', (each) => `translate(${x(each.loss)},${middle(each)})`);
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

function routeTooltip(detail: TokenDetail, space: RouteSpace, route: number): TooltipContent {
  const named = namedRoutes(detail).find((each) => each.route === route);
  const big = space.bigCount(route);
  return {
    title: space.format(route),
    rows: [
      { name: 'loss, nats', values: [nats(detail.losses[route])] },
      { name: 'big layers', values: [count(big)] },
    ],
    ...(named === undefined ? {} : { note: named.names.join(', ') }),
  };
}

function inWords({ detail, space }: Distribution): string {
  const [low, high] = extent(detail.losses);
  const named = namedRoutes(detail).map(({ names, loss }) => {
    return `${names.join(' and ')} ${nats(loss, 2)}`;
  });
  return `${TITLE}: ${counted(space.count, 'route')} between ${nats(low, 2)} and ${nats(high, 2)} nats; ${named.join(', ')}.`;
}

function numbersOf({ detail, space }: Distribution): Numbers {
  const named = namedRoutes(detail);
  return {
    caption: 'Losses in nats by number of big layers.',
    headings: ['Big layers', 'Routes', 'Lowest', 'Median', 'Highest', 'Named'],
    rows: lossesByBudget(detail, space.bigCounts).map(({ budget, sorted }) => [
      String(budget),
      count(sorted.length),
      nats(sorted[0]),
      nats(quantileSorted(sorted, 0.5)),
      nats(sorted.at(-1)),
      named
        .filter(({ route }) => space.bigCount(route) === budget)
        .map(({ names, loss }) => `${names.join(', ')} ${nats(loss)}`)
        .join('; '),
    ]),
  };
}
