import { axisBottom, axisLeft } from 'd3-axis';
import { extent } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import { line, symbol } from 'd3-shape';
import type { RouteLoss } from '../../src/panel/tokenDetail';
import { contextInWords } from '../charts/contextWords';
import { ChartFigure, type Drawing, type FigureTools } from '../charts/figure';
import { drawLegend } from '../charts/legend';
import type { LegendEntry } from '../charts/legendEntry';
import { SERIES, type SeriesName } from '../charts/series';
import { atPointer, tooltip } from '../charts/tooltip';
import { budgetNumbers, budgetsInWords, budgetTooltip, routerPoint } from './budgetWords';
import { sameLosses, type TokenLosses } from './tokenLosses';

const LEFT = 34;
const RIGHT = 10;
const TOP = 18;
const PLOT = 120;
const AXIS = 36;
const MARK_SIZE = 40;

interface Mark {
  readonly series: SeriesName;
  readonly budget: number;
  readonly loss: number;
}

/** The marks of a series, which a line joins. */
interface BudgetLine {
  readonly series: SeriesName;
  /** One for each budget. */
  readonly choices: readonly (RouteLoss | null)[];
}

/**
 * The lowest loss that a token can reach with each number of big layers, and what is reached without knowing the token; the
 * asked budget and the router are marked.
 */
export class BudgetChart {
  private readonly figure: ChartFigure;
  private readonly parts: Readonly<
    Record<'x' | 'y' | 'asked' | 'lines' | 'marks' | 'legend', Drawing<SVGGElement>>
  >;
  private readonly titles: Readonly<Record<'x' | 'y', Drawing<SVGTextElement>>>;
  private shown: TokenLosses | undefined;
  private budgetAt: (x: number) => number = () => -1;

  constructor(tools: FigureTools) {
    this.figure = new ChartFigure(tools, 'token-loss-against-budget', 'Loss against budget');
    const { svg, frame } = this.figure;
    svg.attr('role', 'img');
    const layer = (name: string): Drawing<SVGGElement> => svg.append('g').attr('class', name);
    this.parts = {
      x: layer('axis'),
      y: layer('axis'),
      asked: layer('asked-budget'),
      lines: layer('budget-lines'),
      marks: layer('budget-marks'),
      legend: layer('legend'),
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

  update(shown: TokenLosses, ...[state]: Parameters<ChartFigure['offerSave']>): void {
    this.figure.offerSave(state);
    if (sameLosses(this.shown, shown)) return;
    this.shown = shown;
    const { detail, constraint } = shown;
    const howMany = constraint.atMost ? 'at most' : 'exactly';
    const set = constraint.layers.some((layer) => layer !== 'auto');
    this.figure.caption(
      `Lowest loss for this token with ${howMany} so many big layers${set ? ', with the layers that are set' : ''}, in ${contextInWords(shown.context)}.`,
    );
    this.figure.svg.attr('aria-label', budgetsInWords(detail));
    this.figure.numbers.update(() =>
      budgetNumbers(shown, `Lowest loss with ${howMany} so many big layers.`),
    );
    this.figure.redraw();
  }

  private draw(width: number): void {
    const { shown } = this;
    if (!shown) return;
    const { constraint, space } = shown;
    const lines = linesOf(shown);
    const router = routerPoint(shown);
    const marks = [
      ...lines.flatMap(marksOf),
      ...(router === undefined ? [] : [{ ...router, series: 'router' as const }]),
    ];
    const [low = 0, high = 1] = extent(marks, ({ loss }) => loss);
    const margin = Math.max(0.02, (high - low) * 0.08);
    const x = scaleLinear([0, space.layers], [LEFT + 6, width - RIGHT - 6]);
    const y = scaleLinear([low - margin, high + margin], [TOP + PLOT, TOP]);
    this.budgetAt = (left) => Math.max(0, Math.min(space.layers, Math.round(x.invert(left))));

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
    this.drawLines(lines, x, y);
    this.drawMarks(marks, x, y);
    const legendTop = TOP + PLOT + AXIS + 4;
    this.parts.legend.attr('transform', `translate(0,${legendTop})`);
    const legendHeight = drawLegend(
      this.parts.legend,
      legendOf(lines, router !== undefined),
      width,
    );
    this.figure.resize(width, legendTop + legendHeight);
  }

  private drawLines(
    lines: readonly BudgetLine[],
    x: (budget: number) => number,
    y: (loss: number) => number,
  ): void {
    const path = line<RouteLoss | null>()
      .defined((choice) => choice !== null)
      .x((_, budget) => x(budget))
      .y((choice) => y(choice?.loss ?? 0));
    this.parts.lines
      .selectAll('g')
      // The most important one is drawn last, over the others.
      .data(lines.toReversed())
      .join((enter) => {
        const group = enter.append('g');
        group.append('path').attr('class', 'line');
        return group;
      })
      .attr('class', ({ series }) => SERIES[series].className)
      .select('path')
      .attr('stroke-width', ({ series }) => SERIES[series].width)
      .attr('stroke-dasharray', ({ series }) => SERIES[series].dash)
      .attr('d', ({ choices }) => path(choices));
  }

  private drawMarks(
    marks: readonly Mark[],
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

/** The most important one first. */
function linesOf({ detail }: TokenLosses): BudgetLine[] {
  const { byBudget, hindsightFree } = detail;
  return [
    { series: 'oracle', choices: byBudget },
    ...(hindsightFree === null
      ? []
      : [{ series: 'hindsightFree' as const, choices: hindsightFree.byBudget }]),
  ];
}

function marksOf({ series, choices }: BudgetLine): Mark[] {
  return choices.flatMap((choice, budget) => {
    return choice === null ? [] : [{ series, budget, loss: choice.loss }];
  });
}

function legendOf(lines: readonly BudgetLine[], routed: boolean): LegendEntry[] {
  const { label, marker } = SERIES.router;
  return [
    ...lines.map(({ series }): LegendEntry => ({
      label: SERIES[series].label,
      sample: { kind: 'line', series, marked: true },
    })),
    ...(routed
      ? [{ label, sample: { kind: 'marker', series: 'router', marker, hollow: false } } as const]
      : []),
  ];
}
