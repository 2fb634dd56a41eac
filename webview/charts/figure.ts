import { select, type Selection } from 'd3-selection';
import { exportName } from '../../src/panel/exportName';
import { element } from '../dom';
import type { PanelState } from '../state';
import type { ViewTools } from '../view';
import { whenSized } from './size';
import { svgFile } from './svgFile';
import { NumbersFold } from './textAlternative';
import '../styles/charts.css';

export type Drawing<Node extends SVGElement> = Selection<Node, unknown, null, undefined>;

/** What saving takes. */
export type FigureTools = Pick<ViewTools, 'host' | 'store'>;

/** Px: saved charts are as wide as a page's column, whatever the panel is. */
const SAVED_WIDTH = 560;

/** A chart with its caption, its numbers, and a button that saves it as an SVG file. */
export class ChartFigure {
  private readonly captionText = element('figcaption', {});
  private readonly save: HTMLElement;
  /** Holds the SVG, and what lies over it. */
  readonly frame = element('div', { class: 'chart-frame' });
  readonly svg = select<SVGSVGElement, unknown>(
    document.createElementNS('http://www.w3.org/2000/svg', 'svg'),
  ).attr('class', 'chart-svg');
  readonly numbers: NumbersFold;
  readonly element: HTMLElement;
  private width = 0;
  private draw: ((width: number) => void) | undefined;

  /** `name`: what its file's name says that it shows. */
  constructor(tools: FigureTools, name: string, title: string) {
    this.numbers = new NumbersFold(`${title}: numbers`);
    this.frame.append(...this.svg.nodes());
    this.save = saveSvgButton(tools, name, title, () => this.file(title));
    this.element = element(
      'figure',
      { class: 'chart' },
      this.frame,
      this.captionText,
      element('div', { class: 'chart-extras' }, this.numbers.element, this.save),
    );
  }

  /** Gives the drawing to `draw`, which is called with a width in px whenever that changes, by `redraw`, and to save it. */
  drawWith(draw: (width: number) => void): void {
    this.draw = draw;
    whenSized(this.frame, (width) => {
      this.width = width;
      draw(width);
    });
  }

  /** Draws again what has changed. */
  redraw(): void {
    if (this.width > 0) this.draw?.(this.width);
  }

  /** Sentences that say what the numbers are and in which context; they go into the saved file, too. */
  caption(sentences: string): void {
    this.captionText.textContent = sentences;
  }

  /** The size of the drawing, px. */
  resize(width: number, height: number): void {
    this.svg.attr('width', width).attr('height', height).attr('viewBox', `0 0 ${width} ${height}`);
  }

  private file(title: string): string {
    this.draw?.(SAVED_WIDTH);
    const file = this.svg
      .nodes()
      .map((svg) => svgFile(svg, { title, caption: this.captionText.textContent }))
      .join('');
    this.redraw();
    return file;
  }

  /** Offers to save where the host can. */
  offerSave({ face }: PanelState): void {
    this.save.hidden = face?.abilities.save !== true;
  }
}

/** `name` is what the file's name says beside the document's; `make` returns the file's content. */
export function saveSvgButton(
  { host, store }: FigureTools,
  name: string,
  title: string,
  make: () => string,
): HTMLButtonElement {
  const save = element(
    'button',
    { type: 'button', class: 'save-svg', 'aria-label': `Save as SVG: ${title}`, hidden: true },
    'Save as SVG',
  );
  save.addEventListener('click', () => {
    const { subject } = store.state;
    if (subject === null) return;
    host.tell('save', { name: exportName(subject.source.name, name, 'svg'), content: make() });
  });
  return save;
}
