import { ChartFigure } from '../charts/figure';
import { layerNumber, MODULE_LOOKS } from '../charts/series';
import type { Numbers } from '../charts/content';
import { tooltip } from '../charts/tooltip';
import { element } from '../dom';
import { layerChoices, nextChoice, withLayer } from '../question/layerChoices';
import { questionOf, type PanelState } from '../state';
import { UsageChart, type UsageChartData } from '../usage/usageChart';
import { shareOf, shownModules, usageRows, type UsageRow } from '../usage/usageRows';
import { usageCaption } from '../usage/usageWords';
import type { View, ViewTools } from '../view';
import '../styles/usage.css';

const TITLE = 'Module usage per layer';

/** What each layer is used for: by the oracle under the question, and by the router. A click sets a layer. */
export function usageView(tools: ViewTools): View {
  return new UsageView(tools);
}

class UsageView implements View {
  private readonly figure: ChartFigure;
  private readonly chart: UsageChart;
  private readonly empty = element('p', { class: 'note' });
  private data: UsageChartData | undefined;
  /** Parts of the state that were drawn. */
  private drawn: readonly unknown[] = [];
  /** The layer that is in the tab order. */
  private current: number | undefined;
  readonly element: HTMLElement;

  constructor(private readonly tools: ViewTools) {
    this.figure = new ChartFigure(tools, 'module-usage', TITLE);
    this.figure.drawWith((width) => {
      this.draw(width);
    });
    this.figure.svg
      .attr('role', 'group')
      .attr('aria-label', `${TITLE}. Arrow keys move between layers, Enter sets one.`);
    this.chart = new UsageChart(this.figure);
    this.element = element('div', { class: 'usage' }, this.empty, this.figure.element);
  }

  update(state: PanelState): void {
    this.figure.offerSave(state);
    const { subject, answer } = state;
    const question = questionOf(state);
    const parts = [subject, answer, question];
    if (parts.every((part, at) => part === this.drawn[at])) return;
    this.drawn = parts;
    this.figure.element.hidden = subject === null || answer === null || question === null;
    this.empty.hidden = !this.figure.element.hidden;
    this.empty.textContent = 'Bars appear with the first analysed tokens.';
    if (subject === null || answer === null || question === null) return;

    const router = subject.router?.usage ?? null;
    this.data = {
      rows: usageRows(question.layers, answer.usage, router),
      modules: shownModules(subject.run.modules, router),
    };
    this.figure.caption(usageCaption(subject, answer));
    const { data } = this;
    this.figure.numbers.update(() => numbersOf(data));
    this.figure.redraw();
  }

  private draw(width: number): void {
    if (this.data === undefined) return;
    this.current ??= this.data.rows.at(0)?.layer;
    this.chart
      .draw(this.data, width)
      .attr('tabindex', ({ layer }) => (layer === this.current ? 0 : -1))
      .on('click', (event: MouseEvent, row) => {
        this.turn(row, event.shiftKey ? -1 : 1);
      })
      .on('keydown', (event: KeyboardEvent, row) => {
        this.onKey(event, row);
      })
      .on('focus', (event: FocusEvent, row) => {
        this.current = row.layer;
        this.figure.redraw();
        if (elementOf(event).matches(':focus-visible')) this.explain(row, elementOf(event));
      })
      .on('pointermove', (event: PointerEvent, row) => {
        this.explain(row, elementOf(event));
      })
      .on('pointerleave blur', (event: Event) => {
        tooltip.hide(elementOf(event));
      })
      .each((row, at, nodes) => {
        const node = nodes[at];
        if (node !== undefined && tooltip.isOf(node)) this.explain(row, node);
      });
  }

  private onKey(event: KeyboardEvent, row: UsageRow): void {
    switch (event.key) {
      case 'Enter':
      case ' ':
        this.turn(row, event.shiftKey ? -1 : 1);
        break;
      case 'ArrowUp':
        this.focus(row.layer + 1);
        break;
      case 'ArrowDown':
        this.focus(row.layer - 1);
        break;
      default:
        return;
    }
    event.preventDefault();
  }

  private focus(layer: number): void {
    this.figure.svg
      .selectAll<SVGGElement, UsageRow>('.usage-row')
      .filter((row) => row.layer === layer)
      .node()
      ?.focus();
  }

  /** Sets a layer to what comes next. */
  private turn({ layer, constraint }: UsageRow, step: 1 | -1): void {
    const { state } = this.tools.store;
    const question = questionOf(state);
    if (question === null || state.subject === null) return;
    const choices = layerChoices(state.subject.run.modules);
    const choice = nextChoice(choices, constraint, step);
    this.tools.asking.ask(withLayer(question, layer, choice));
    this.tools.announce(`Layer ${layerNumber(layer)}: ${choice}`);
  }

  private explain(row: UsageRow, at: Element): void {
    const choices = layerChoices(this.tools.store.state.subject?.run.modules ?? []);
    tooltip.show(
      at,
      {
        title: `Layer ${layerNumber(row.layer)}, ${row.constraint}`,
        ...(row.router === null ? {} : { columns: ['oracle', 'router'] }),
        rows: (this.data?.modules ?? []).map((module) => ({
          name: MODULE_LOOKS[module].label,
          look: MODULE_LOOKS[module].className,
          values: [row.oracle, ...(row.router === null ? [] : [row.router])].map((usage) =>
            shareOf(usage, module),
          ),
        })),
        note: `A click makes it ${nextChoice(choices, row.constraint, 1)}.`,
      },
      at.getBoundingClientRect(),
    );
  }
}

function elementOf(event: Event): SVGGElement {
  return event.currentTarget as SVGGElement;
}

function numbersOf({ rows, modules }: UsageChartData): Numbers {
  const routed = rows.some(({ router }) => router !== null);
  const columns = (name: string): string[] =>
    modules.map((module) => `${name}: ${MODULE_LOOKS[module].label}`);
  return {
    caption: 'Share of tokens by layer',
    headings: ['layer', 'set to', ...columns('oracle'), ...(routed ? columns('router') : [])],
    rows: rows.map(({ layer, constraint, oracle, router }) => [
      String(layerNumber(layer)),
      constraint,
      ...modules.map((module) => shareOf(oracle, module)),
      ...(routed ? modules.map((module) => shareOf(router, module)) : []),
    ]),
  };
}
