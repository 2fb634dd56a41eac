import { atPoint, type Curve } from '../../src/panel/curve';
import { ChartFigure } from '../charts/figure';
import { tooltip } from '../charts/tooltip';
import { CurveChart, type CurvePlot } from '../curve/curveChart';
import { curveData, type CurveData } from '../curve/curveData';
import { curveCaption, curveNumbers, readingAt, readingInWords } from '../curve/curveWords';
import { element } from '../dom';
import { LastOfRun } from '../lastOfRun';
import { questionOf, type PanelState } from '../state';
import { UNITS } from '../uiState';
import type { View, ViewTools } from '../view';
import '../styles/curve.css';

const TITLE = 'Loss against compute';

const UNIT_LABELS = { perplexity: 'Perplexity', nats: 'Nats per token' } as const;

/** How loss falls with the budget: for the oracle and what it is compared with. A click on a budget asks for it. */
export function curveView(tools: ViewTools): View {
  return new CurveView(tools);
}

interface Drawn {
  readonly curve: Curve;
  readonly data: CurveData;
}

class CurveView implements View {
  private readonly figure: ChartFigure;
  private readonly chart: CurveChart;
  private readonly units: HTMLElement;
  /** Lies over the plot: what pointer and keyboard read budgets with. */
  private readonly reader = element('div', {
    class: 'curve-reader',
    role: 'slider',
    tabindex: 0,
    'aria-label': 'Read the curves at a number of big layers. Enter asks for it.',
    'aria-valuemin': 0,
  });
  private readonly empty = element('p', { class: 'note' });
  private readonly curve = new LastOfRun<Curve>();
  private shown: Drawn | undefined;
  private plot: CurvePlot | undefined;
  private drawn: readonly unknown[] = [];
  /** Budget that is read. */
  private reading: number | null = null;
  readonly element: HTMLElement;

  constructor(private readonly tools: ViewTools) {
    this.figure = new ChartFigure(tools, 'loss-against-compute', TITLE);
    this.figure.drawWith((width) => {
      this.draw(width);
    });
    this.figure.svg.attr('role', 'img');
    this.chart = new CurveChart(this.figure);
    this.units = this.makeUnits();
    this.figure.frame.append(this.reader);
    this.element = element('div', { class: 'curve' }, this.empty, this.units, this.figure.element);
    this.listen();
  }

  update(state: PanelState): void {
    this.figure.offerSave(state);
    const { subject, curve, reruns, comparison, kept, ui } = state;
    const budget = questionOf(state)?.budget ?? null;
    const parts = [subject, curve, budget, reruns, comparison, kept, ui.unit];
    if (parts.every((part, at) => part === this.drawn[at])) return;
    this.drawn = parts;
    this.units.setAttribute('value', ui.unit);
    const last = subject && this.curve.of(subject, curve);
    this.shown = last === null ? undefined : { curve: last, data: curveData(last, budget, state) };
    const absent = this.shown === undefined;
    this.figure.element.hidden = absent;
    this.units.hidden = absent;
    this.empty.hidden = !absent;
    this.empty.textContent = 'The curves appear with the first analysed tokens.';
    if (this.shown === undefined) return;

    const { data, curve: of } = this.shown;
    this.figure.svg.attr(
      'aria-label',
      `${TITLE} in ${of.context} context: ${readingInWords(data, of, budget ?? data.layers, ui.unit)}`,
    );
    this.figure.caption(curveCaption(of, data));
    this.figure.numbers.update(() => curveNumbers(data, of));
    this.reader.setAttribute('aria-valuemax', String(data.layers));
    this.figure.redraw();
  }

  private draw(width: number): void {
    if (this.shown === undefined) return;
    this.plot = this.chart.draw(this.shown.data, this.tools.store.state.ui.unit, width);
    const { top, bottom } = this.plot;
    this.reader.style.setProperty('top', `${top}px`);
    this.reader.style.setProperty('height', `${bottom - top}px`);
    this.chart.read(this.reading, this.plot);
    this.value(this.reading ?? this.shown.data.budget ?? 0);
  }

  private makeUnits(): HTMLElement {
    const units = element(
      'vscode-radio-group',
      { class: 'curve-units', 'aria-label': 'Unit' },
      ...UNITS.map((unit) => element('vscode-radio', { value: unit }, UNIT_LABELS[unit])),
    );
    units.addEventListener('change', () => {
      const unit = UNITS.find((each) => each === (units as HTMLInputElement).value);
      if (unit !== undefined) this.tools.store.changeUi({ unit });
    });
    return units;
  }

  private listen(): void {
    const { reader } = this;
    reader.addEventListener('pointermove', (event) => {
      const budget = this.budgetAt(event);
      if (budget !== undefined) this.read(budget);
    });
    for (const leaves of ['pointerleave', 'blur']) {
      reader.addEventListener(leaves, () => {
        this.read(null);
      });
    }
    reader.addEventListener('focus', () => {
      if (reader.matches(':focus-visible')) this.read(this.shown?.data.budget ?? 0);
    });
    reader.addEventListener('click', (event) => {
      this.ask(this.budgetAt(event));
    });
    reader.addEventListener('keydown', (event) => {
      const budget = this.budgetAfter(event.key);
      if (budget !== undefined) this.read(budget);
      else if (event.key === 'Enter' || event.key === ' ') this.ask(this.reading ?? undefined);
      else return;
      event.preventDefault();
    });
  }

  private budgetAt({ clientX }: MouseEvent): number | undefined {
    if (this.plot === undefined) return undefined;
    const x = clientX - this.figure.frame.getBoundingClientRect().left;
    return this.inRange(Math.round(this.plot.x.invert(x)));
  }

  /** The budget that a key goes to; `undefined`: the key goes nowhere. */
  private budgetAfter(key: string): number | undefined {
    const at = this.reading ?? this.shown?.data.budget ?? 0;
    switch (key) {
      case 'ArrowRight':
      case 'ArrowUp':
        return this.inRange(at + 1);
      case 'ArrowLeft':
      case 'ArrowDown':
        return this.inRange(at - 1);
      case 'Home':
        return 0;
      case 'End':
        return this.shown?.data.layers;
      default:
        return undefined;
    }
  }

  private inRange(budget: number): number {
    return Math.max(0, Math.min(this.shown?.data.layers ?? 0, budget));
  }

  private read(budget: number | null): void {
    this.reading = budget;
    if (this.plot === undefined || this.shown === undefined) return;
    this.chart.read(budget, this.plot);
    if (budget === null) {
      tooltip.hide(this.reader);
      return;
    }
    this.value(budget);
    const box = this.reader.getBoundingClientRect();
    const frame = this.figure.frame.getBoundingClientRect();
    const x = frame.left + this.plot.x(budget);
    tooltip.show(this.reader, readingAt(this.shown.data, this.shown.curve, budget), {
      left: x,
      right: x,
      top: box.top,
      bottom: box.bottom,
    });
  }

  /** What screen readers say when the reader moves. */
  private value(budget: number): void {
    if (this.shown === undefined) return;
    const { data, curve } = this.shown;
    const { unit } = this.tools.store.state.ui;
    this.reader.setAttribute('aria-valuenow', String(budget));
    this.reader.setAttribute('aria-valuetext', readingInWords(data, curve, budget, unit));
  }

  private ask(budget: number | undefined): void {
    const question = questionOf(this.tools.store.state);
    if (question !== null && budget !== undefined) this.tools.asking.ask(atPoint(question, budget));
  }
}
