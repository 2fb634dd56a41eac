import { axisBottom, axisLeft } from 'd3-axis';
import { extent } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import { line, symbol } from 'd3-shape';
import { percent } from '../../src/core/words';
import type { RouteSpace } from '../../src/core/routes';
import type { RouteLoss, TokenDetail } from '../../src/panel/tokenDetail';
import { contextInWords } from '../charts/contextWords';
import { ChartFigure, type Drawing, type FigureTools } from '../charts/figure';
import { SERIES } from '../charts/series';
import type { TooltipContent } from '../charts/content';
import { atPointer, tooltip } from '../charts/tooltip';
import { count, nats } from '../numbers';
import type { Distribution } from './distributionChart';

const TITLE = 'Loss against budget';
const LEFT = 34;
const RIGHT = 10;
const TOP = 18;
const PLOT = 120;
const AXIS = 36;
const MARK_SIZE = 40;

/** The lowest loss that a token can reach with each number of big layers; the asked budget and the router are marked. */
export class BudgetChart {
  private readonly figure: ChartFigure;
  private readonly parts: Readonly<
    Record<'x' | 'y' | 'asked' | 'line' | 'marks', Drawing<SVGGElement>>
  >;
  private readonly titles: Readonly<Record<'x' | 'y', Drawing<SVGTextElement>>>;
  private shown: Distribution | undefined;
  private budgetAt: (x: number) => number = () => -1;

  constructor(tools: FigureTools) {
    this.figure = new ChartFigure(tools, 'token-loss-against-budget', TITLE);
    const { svg, frame } = this.figure;
    svg.attr('role', 'img');
    const layer = (name: string): Drawing<SVGGElement> => svg.append('g').attr('class', name);
    this.parts = {
      x: layer('axis'),
      y: layer('axis'),
      asked: layer('asked-budget'),
      line: layer(SERIES.oracle.className),
      marks: layer('budget-marks'),
    };
    const title = (text: string): Drawing<SVGTextElement> =>
      svg.append('text').attr('class', 'axis-title').text(text);
    this.titles = { x: title('big layers'), y: title('loss, nats') };
    this.figure.drawWith((width) => {
      this.draw(width);
    });
    frame.addEventListener('pointermove', (event) => {
      const budget = this.budgetAt(event.clientX - frame.getBoundingClientRect().left);
      const content = this.shown && budgetTooltip(this.shown, budget);
      if (content) tooltip.show(frame, content, atPointer(event));
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
    const { detail, constraint, space } = shown;
    const howMany = constraint.atMost ? 'at most' : 'exactly';
    const set = constraint.layers.some((layer) => layer !== 'auto');
    this.figure.caption(
      `Lowest loss for this token with ${howMany} so many big layers${set ? ', with the layers that are set' : ''}, in ${contextInWords(shown.context)}.`,
    );
    this.figure.svg.attr('aria-label', inWords(detail));
    this.figure.numbers.update(() => ({
      caption: `Lowest loss with ${howMany} so many big layers.`,
      headings: ['Big layers', 'Loss, nats', 'Route'],
      rows: detail.byBudget.map((choice, budget) => [
        count(budget),
        nats(choice?.loss),
        choice === null ? 'none' : space.format(choice.route),
      ]),
    }));
    this.figure.redraw();
  }

  private draw(width: number): void {
    const { shown } = this;
    if (!shown) return;
    const { detail, constraint, space } = shown;
    const router = routerPoint(detail, space);
    const points = detail.byBudget.map((choice, budget) => ({ budget, loss: choice?.loss }));
    const drawn = [...points, ...(router === undefined ? [] : [router])];
    const [low = 0, high = 1] = extent(drawn, ({ loss }) => loss);
    const margin = Math.max(0.02, (high - low) * 0.08);
    const x = scaleLinear([0, space.layers], [LEFT + 6, width - RIGHT - 6]);
    const y = scaleLinear([low - margin, high + margin], [TOP + PLOT, TOP]);
    this.budgetAt = (left) => Math.max(0, Math.min(space.layers, Math.round(x.invert(left))));
    this.figure.resize(width, TOP + PLOT + AXIS);

    const ticks = Math.min(space.layers, Math.max(2, Math.floor(width / 40)));
    this.parts.x
      .attr('transform', `translate(0,${TOP + PLOT})`)
      .call(axisBottom(x).ticks(ticks).tickFormat(String).tickSize(4));
    this.parts.y.attr('transform', `translate(${LEFT},0)`).call(axisLeft(y).ticks(4).tickSize(4));
    this.titles.x
      .attr('x', width - RIGHT)
      .attr('y', TOP + PLOT + AXIS - 4)
      .attr('text-anchor', 'end');
    this.titles.y.attr('x', 0).attr('y', 10);

    this.parts.asked
      .selectAll('path')
      .data(constraint.budget === undefined ? [] : [constraint.budget])
      .join('path')
      .attr('class', 'asked-line')
      .attr('d', (budget) => `M${x(budget)},${TOP}V${TOP + PLOT}`);
    const path = line<(typeof points)[number]>()
      .defined(({ loss }) => loss !== undefined)
      .x(({ budget }) => x(budget))
      .y(({ loss }) => y(loss ?? 0));
    this.parts.line
      .selectAll('path')
      .data([points])
      .join('path')
      .attr('class', 'line')
      .attr('stroke-width', SERIES.oracle.width)
      .attr('d', path);
    this.drawMarks(
      [
        ...points.flatMap(({ budget, loss }) => {
          return loss === undefined ? [] : [{ budget, loss, series: 'oracle' as const }];
        }),
        ...(router === undefined ? [] : [{ ...router, series: 'router' as const }]),
      ],
      (budget) => x(budget),
      (loss) => y(loss),
    );
  }

  private drawMarks(
    marks: readonly {
      readonly budget: number;
      readonly loss: number;
      readonly series: 'oracle' | 'router';
    }[],
    x: (budget: number) => number,
    y: (loss: number) => number,
  ): void {
    const asked = this.shown?.constraint.budget;
    this.parts.marks
      .selectAll('path')
      .data(marks)
      .join('path')
      .attr('class', ({ series }) => `mark ${SERIES[series].className}`)
      .attr('d', ({ series, budget }) => {
        const large = series === 'router' || budget === asked;
        return symbol(SERIES[series].marker, large ? MARK_SIZE * 2 : MARK_SIZE)();
      })
      .attr('transform', ({ budget, loss }) => `translate(${x(budget)},${y(loss)})`);
  }
}

function routerPoint(
  { router }: TokenDetail,
  space: RouteSpace,
): { readonly budget: number; readonly loss: number } | undefined {
  const { route, loss } = router ?? { route: null, loss: null };
  return route === null || loss === null ? undefined : { budget: space.bigCount(route), loss };
}

function budgetTooltip(
  { detail, space }: Distribution,
  budget: number,
): TooltipContent | undefined {
  const choice: RouteLoss | null | undefined = detail.byBudget[budget];
  if (choice === undefined) return undefined;
  const router = routerPoint(detail, space);
  const big = `${count(budget)} big`;
  if (choice === null)
    return { title: big, rows: [], note: 'No route satisfies the layers that are set.' };
  return {
    title: big,
    rows: [
      { name: 'oracle, nats', values: [nats(choice.loss)], look: SERIES.oracle.className },
      { name: 'its chance', values: [percent(Math.exp(-choice.loss))] },
      { name: 'its route', values: [space.format(choice.route)] },
      ...(router?.budget === budget
        ? [{ name: 'router, nats', values: [nats(router.loss)], look: SERIES.router.className }]
        : []),
    ],
  };
}

function inWords({ byBudget }: TokenDetail): string {
  const losses = byBudget.map((choice, budget) => `${count(budget)} big ${nats(choice?.loss, 2)}`);
  return `${TITLE}, nats: ${losses.join(', ')}.`;
}
