import { element } from '../dom';
import type { Numbers } from './content';
import '../styles/numbers.css';

/** A fold under a chart with the same numbers as a table, for whoever cannot see the chart or wants to copy them. */
export class NumbersFold {
  private readonly body = element('div', { class: 'numbers-body', tabindex: 0, role: 'group' });
  readonly element = element(
    'details',
    { class: 'numbers' },
    element('summary', {}, 'Numbers'),
    this.body,
  );
  private numbers: (() => Numbers | readonly Numbers[]) | undefined;

  constructor(label: string) {
    this.body.setAttribute('aria-label', label);
    this.element.addEventListener('toggle', () => {
      this.draw();
    });
  }

  /** One table or several; asked for only while the fold is open. */
  update(numbers: () => Numbers | readonly Numbers[]): void {
    this.numbers = numbers;
    this.draw();
  }

  private draw(): void {
    if (!this.element.open || !this.numbers) return;
    this.body.replaceChildren(...[this.numbers()].flat().map(numbersTable));
  }
}

export function numbersTable({ caption, headings, rows }: Numbers): HTMLTableElement {
  return element(
    'table',
    { class: 'numbers-table' },
    // As wide as what is seen of the table, which may be wider and scroll.
    element('caption', {}, element('span', {}, caption)),
    element(
      'thead',
      {},
      element('tr', {}, ...headings.map((each) => element('th', { scope: 'col' }, each))),
    ),
    element(
      'tbody',
      {},
      ...rows.map(([heading = '', ...cells]) =>
        element(
          'tr',
          {},
          element('th', { scope: 'row' }, heading),
          ...cells.map((cell) => element('td', {}, cell)),
        ),
      ),
    ),
  );
}
