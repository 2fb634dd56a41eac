/**
 * Functions that run inside the page. They are sent there as source text, so they use nothing from around
 * them and name no function inside (tsx would refer to a helper that the page lacks).
 * The types are the little of the DOM that they touch: the project is checked without the DOM's types.
 */
interface PageElement {
  readonly classList: Iterable<string>;
  readonly innerText: string;
  getBoundingClientRect(): Box;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface PageNode {
  readonly data: string;
}

interface PageLine extends PageElement {
  readonly textContent: string;
  readonly firstElementChild: PageElement | null;
}

declare const document: {
  querySelectorAll(selector: '.editor-group-container.active .view-line'): Iterable<PageLine>;
  querySelectorAll(selector: string): Iterable<PageElement>;
  createRange(): {
    setStart(node: PageNode, offset: number): void;
    setEnd(node: PageNode, offset: number): void;
    getBoundingClientRect(): Box;
  };
  createTreeWalker(root: PageElement, whatToShow: number): { nextNode(): PageNode | null };
};
declare function getComputedStyle(
  element: PageElement,
): Readonly<
  Record<'backgroundColor' | 'color' | 'textDecorationLine' | 'borderBottomStyle', string>
>;

/** A decorated stretch of text, or a decorated background, as the browser draws it. */
export interface Decoration extends Box {
  /** Class of the decoration type, the same for all that look alike. */
  readonly type: string;
  /** The decorated text; empty for a background, which is drawn beneath the text. */
  readonly text: string;
  // Computed CSS.
  readonly background: string;
  readonly color: string;
  readonly underline: string;
  readonly border: string;
}

export function readDecorations(elements: PageElement[]): Decoration[] {
  return elements.map((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    return {
      type: [...element.classList].find((name) => name.startsWith('ced-')) ?? '',
      text: element.innerText,
      x,
      y,
      width,
      height,
      background: style.backgroundColor,
      color: style.color,
      underline: style.textDecorationLine,
      border: style.borderBottomStyle,
    };
  });
}

export function boxesOf(elements: PageElement[]): Box[] {
  return elements.map((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return { x, y, width, height };
  });
}

/** A line of the active editor, with the coloured stretches of its text. */
export interface ColouredLine {
  /** Distance from the top of the page. */
  readonly y: number;
  readonly text: string;
  readonly fills: readonly { start: number; end: number; background: string }[];
}

/** What the active editor shows at this moment; its lines are not wrapped, and all characters are of one width. */
export function readColouredLines(): ColouredLine[] {
  const group = '.editor-group-container.active';
  const fills: { box: Box; background: string }[] = [];
  for (const element of document.querySelectorAll(`${group} .view-overlays .cdr[class*=ced-]`)) {
    const background = getComputedStyle(element).backgroundColor;
    if (background === 'rgba(0, 0, 0, 0)') continue;
    fills.push({ box: element.getBoundingClientRect(), background });
  }
  const lines: ColouredLine[] = [];
  for (const line of document.querySelectorAll('.editor-group-container.active .view-line')) {
    // The editor draws every space as a no-break space.
    const text = line.textContent.replaceAll('\u00a0', ' ');
    const box = line.firstElementChild?.getBoundingClientRect();
    const { y, height } = line.getBoundingClientRect();
    const here: { start: number; end: number; background: string }[] = [];
    for (const fill of fills) {
      if (box === undefined || Math.abs(fill.box.y - y) > height / 2) continue;
      const character = box.width / text.length;
      const start = Math.round((fill.box.x - box.x) / character);
      const end = Math.round((fill.box.x + fill.box.width - box.x) / character);
      here.push({ start, end: Math.min(end, text.length), background: fill.background });
    }
    lines.push({ y, text, fills: here });
  }
  return lines.sort((one, other) => one.y - other.y);
}

/** Where the first occurrence of a text inside a line of the editor is drawn. */
export function measureText(line: PageElement, text: string): Box {
  // The editor draws every space as a no-break space.
  const wanted = text.replaceAll('\u00a0', ' ');
  const SHOW_TEXT = 4;
  const nodes: PageNode[] = [];
  const walker = document.createTreeWalker(line, SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) nodes.push(node);
  const whole = nodes.map((node) => node.data.replaceAll('\u00a0', ' ')).join('');
  const start = whole.indexOf(wanted);
  if (start < 0) throw new Error(`The line does not hold "${text}".`);
  const range = document.createRange();
  let offset = 0;
  for (const node of nodes) {
    const end = start + wanted.length;
    const next = offset + node.data.length;
    if (offset <= start && start < next) range.setStart(node, start - offset);
    if (offset < end && end <= next) range.setEnd(node, end - offset);
    offset = next;
  }
  const { x, y, width, height } = range.getBoundingClientRect();
  return { x, y, width, height };
}
