import { element } from '../dom';
import type { GoTo } from '../goTo';

export interface RowContent {
  readonly token: number;
  /** Text before the token, by which one recognises the place. */
  readonly before: string;
  readonly text: string;
  /** The numbers of the other columns. */
  readonly cells: readonly { readonly column: string; readonly text: string }[];
  /** The text has changed since its numbers were found. */
  readonly stale: boolean;
}

/**
 * Rows of a table that each stand for a token: a click or Enter goes to it, with Alt to the side. One row is a tab stop;
 * the arrow keys move between them.
 */
export class TokenRows {
  readonly body = element('tbody');
  private tokens: readonly number[] = [];
  private rows: readonly HTMLTableRowElement[] = [];
  /** Row that Tab reaches. */
  private stop = 0;

  constructor(private readonly goTo: GoTo) {
    this.body.addEventListener('click', (event) => {
      const token = this.tokens[this.rowAt(event.target)];
      if (token !== undefined) this.goTo(token, event.altKey);
    });
    this.body.addEventListener('keydown', (event) => {
      this.onKey(event);
    });
  }

  show(contents: readonly RowContent[]): void {
    const focused = this.tokens[this.rowAt(document.activeElement)];
    this.tokens = contents.map(({ token }) => token);
    this.rows = contents.map(madeRow);
    this.body.replaceChildren(...this.rows);
    this.stopAt(focused === undefined ? 0 : Math.max(0, this.tokens.indexOf(focused)));
    if (focused !== undefined) this.buttonOf(this.stop)?.focus({ preventScroll: true });
  }

  /** Marks the token that the panel is on. */
  mark(token: number | null): void {
    for (const [at, row] of this.rows.entries()) {
      if (this.tokens[at] === token) row.setAttribute('aria-current', 'true');
      else row.removeAttribute('aria-current');
    }
    const at = this.rowOf(token);
    if (at >= 0) this.stopAt(at);
  }

  /** Scrolls to a token's row, where there is one. The page stays where it is: only the list itself scrolls. */
  bringIntoView(token: number | null): void {
    const list = this.body.closest('.table-scroll');
    const row = this.rows[this.rowOf(token)];
    if (list === null || row === undefined) return;
    const view = list.getBoundingClientRect();
    const place = row.getBoundingClientRect();
    const header = list.querySelector('thead')?.getBoundingClientRect().height ?? 0;
    if (place.top < view.top + header) list.scrollTop -= view.top + header - place.top;
    else if (place.bottom > view.bottom) list.scrollTop += place.bottom - view.bottom;
  }

  private onKey(event: KeyboardEvent): void {
    const at = this.rowAt(event.target);
    if (at < 0) return;
    if (event.key === 'Enter' && event.altKey) {
      event.preventDefault();
      this.goTo(this.tokens[at] ?? -1, true);
      return;
    }
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: this.rows.length - 1 }[
      event.key
    ];
    if (to === undefined) return;
    event.preventDefault();
    this.stopAt(Math.min(Math.max(to, 0), this.rows.length - 1));
    this.buttonOf(this.stop)?.focus();
  }

  private stopAt(row: number): void {
    const before = this.buttonOf(this.stop);
    if (before) before.tabIndex = -1;
    this.stop = row;
    const now = this.buttonOf(row);
    if (now) now.tabIndex = 0;
  }

  private rowOf(token: number | null): number {
    return token === null ? -1 : this.tokens.indexOf(token);
  }

  private rowAt(target: unknown): number {
    return this.rows.findIndex((row) => target instanceof Node && row.contains(target));
  }

  private buttonOf(row: number): HTMLButtonElement | null {
    return this.rows[row]?.querySelector('button') ?? null;
  }
}

function madeRow({ before, text, cells, stale }: RowContent): HTMLTableRowElement {
  const place = element(
    'button',
    { type: 'button', class: 'row-button', tabindex: -1 },
    element('span', { class: 'row-before' }, element('bdi', {}, before)),
    element('bdi', { class: 'row-text' }, text),
  );
  if (stale) place.append(element('span', { class: 'hidden-text' }, ' (stale)'));
  return element(
    'tr',
    { class: stale ? 'stale' : undefined },
    element('th', { scope: 'row' }, place),
    ...cells.map((cell) => element('td', { class: `column-${cell.column}` }, cell.text)),
  );
}
