import { element } from '../dom';
import type { TooltipContent } from './content';
import { tooltipPlace } from './tooltipPlace';
import '../styles/charts.css';
import '../styles/tooltip.css';

/** What the tooltip stands beside: a point of the viewport or a box in it. */
export type Anchor = Pick<DOMRect, 'left' | 'right' | 'top' | 'bottom'>;

/**
 * The page's one tooltip, for pointer and keyboard alike. While it is shown, it describes its owner (`aria-describedby`).
 * Screen readers do not hear a description change under a focused element: an owner that keeps the focus while its
 * tooltip changes has to speak for itself, by `aria-valuetext` or `announce`.
 */
class Tooltip {
  private readonly element = element('div', { class: 'tooltip', role: 'tooltip', id: 'tooltip' });
  private owner: Element | null = null;

  show(owner: Element, content: TooltipContent, anchor: Anchor): void {
    if (!this.element.isConnected) this.attach();
    if (this.owner !== owner) this.hide();
    this.owner = owner;
    owner.setAttribute('aria-describedby', this.element.id);
    this.element.replaceChildren(...drawn(content));
    this.element.hidden = false;
    const { width, height } = this.element.getBoundingClientRect();
    const place = tooltipPlace(
      anchor,
      { width, height },
      {
        width: document.documentElement.clientWidth,
        height: document.documentElement.clientHeight,
      },
    );
    this.element.style.setProperty('left', `${place.left}px`);
    this.element.style.setProperty('top', `${place.top}px`);
  }

  isOf(owner: Element): boolean {
    return this.owner === owner;
  }

  /** With an owner: only if it is that one's. */
  hide(owner?: Element): void {
    if (owner !== undefined && owner !== this.owner) return;
    this.owner?.removeAttribute('aria-describedby');
    this.owner = null;
    this.element.hidden = true;
  }

  private attach(): void {
    document.body.append(this.element);
    // It hides what is under it, so it must be possible to send it away.
    document.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') this.hide();
    });
    document.addEventListener(
      'scroll',
      () => {
        this.hide();
      },
      { capture: true, passive: true },
    );
  }
}

export const tooltip = new Tooltip();

/** A point as an anchor: that of the pointer. */
export function atPointer({ clientX, clientY }: MouseEvent): Anchor {
  return { left: clientX, right: clientX, top: clientY, bottom: clientY };
}

function drawn({ title, columns = [], rows, note }: TooltipContent): Node[] {
  const cells = (tag: 'th' | 'td', texts: readonly string[]): HTMLElement[] =>
    texts.map((text) => element(tag, {}, text));
  return [
    element('p', { class: 'tooltip-title' }, title),
    element(
      'table',
      {},
      ...(columns.length === 0 ? [] : [element('tr', {}, element('td'), ...cells('th', columns))]),
      ...rows.map(({ name, values, look }) =>
        element(
          'tr',
          { class: look },
          element('th', {}, element('span', { class: 'swatch' }), name),
          ...cells('td', values),
        ),
      ),
    ),
    ...(note === undefined ? [] : [element('p', { class: 'tooltip-note' }, note)]),
  ];
}
