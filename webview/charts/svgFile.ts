/** Everything that a chart's classes can set and a file has to carry itself. Inherited values are written once, at the top of what they hold for. */
const PROPERTIES = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'stroke-opacity',
  'opacity',
  'paint-order',
  'font-family',
  'font-size',
  'font-weight',
  'font-style',
  'font-variant-numeric',
  'text-anchor',
  'dominant-baseline',
] as const;

const INHERITED = new Set<string>(PROPERTIES.filter((name) => name !== 'opacity'));

/** What only a page has a use for. */
const PAGE_ATTRIBUTES = ['class', 'tabindex', 'role', 'style', 'focusable'];

const NAMESPACE = 'http://www.w3.org/2000/svg';
const MARGIN = 16;
const LINE = 1.4;

export interface SvgText {
  readonly title: string;
  /** A sentence or two under the chart: what the numbers are, in which context. */
  readonly caption: string;
}

/**
 * An SVG on the page as a file of its own that looks the same anywhere: without the page's style sheet and variables, on
 * the page's background, with its title above and its caption below. Parts with the class `screen-only` stay behind.
 */
export function svgFile(svg: SVGSVGElement, text: SvgText): string {
  const width = svg.width.baseVal.value;
  const height = svg.height.baseVal.value;
  const style = getComputedStyle(svg);
  const copy = svg.cloneNode(true) as SVGSVGElement;
  writeStyles(svg, copy, new Map());
  for (const node of copy.querySelectorAll('[data-screen-only]')) node.remove();
  copy.setAttribute('x', String(MARGIN));
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  copy.setAttribute('overflow', 'visible');

  const size = Number.parseFloat(style.fontSize);
  const lines = wrapped(text.caption, width, style);
  const titleHeight = size * LINE + MARGIN / 2;
  copy.setAttribute('y', String(MARGIN + titleHeight));

  const outer = document.createElementNS(NAMESPACE, 'svg');
  const outerWidth = width + 2 * MARGIN;
  const outerHeight = Math.ceil(
    height + 2 * MARGIN + titleHeight + lines.length * size * LINE + MARGIN / 2,
  );
  setAttributes(outer, {
    xmlns: NAMESPACE,
    viewBox: `0 0 ${outerWidth} ${outerHeight}`,
    width: outerWidth,
    height: outerHeight,
    'font-family': style.fontFamily,
    'font-size': style.fontSize,
    fill: style.color,
  });
  outer.append(
    made('title', {}, text.title),
    made('desc', {}, `${text.caption} ${svg.getAttribute('aria-label') ?? ''}`.trim()),
    made('rect', { width: outerWidth, height: outerHeight, fill: backgroundOf(svg) }),
    made('text', { x: MARGIN, y: MARGIN + size, 'font-weight': 600 }, text.title),
    copy,
    ...lines.map((line, at) =>
      made(
        'text',
        {
          x: MARGIN,
          y: MARGIN + titleHeight + height + MARGIN / 2 + size * LINE * (at + 0.75),
          'fill-opacity': 0.8,
        },
        line,
      ),
    ),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(outer)}\n`;
}

/** Walks the two trees side by side; `above`: the inherited values that hold already. */
function writeStyles(from: Element, to: Element, above: ReadonlyMap<string, string>): void {
  for (const { name } of Array.from(to.attributes)) {
    if (name.startsWith('aria-') || PAGE_ATTRIBUTES.includes(name)) to.removeAttribute(name);
  }
  const style = getComputedStyle(from);
  if (style.display === 'none' || from.classList.contains('screen-only')) {
    to.setAttribute('data-screen-only', '');
    return;
  }
  const holding = new Map(above);
  for (const property of PROPERTIES) {
    const value = plain(style.getPropertyValue(property));
    const initial = INHERITED.has(property) ? holding.get(property) : '1';
    if (value === initial) to.removeAttribute(property);
    else to.setAttribute(property, value);
    holding.set(property, value);
  }
  for (const [at, child] of Array.from(from.children).entries()) {
    const copied = to.children[at];
    if (copied) writeStyles(child, copied, holding);
  }
}

/** Computed references name the page: `url("https://page#id")` is `url(#id)` in a file. */
function plain(value: string): string {
  return value.replace(/url\(["']?[^)"'#]*#([^)"']+)["']?\)/g, 'url(#$1)');
}

/** The first ground under an element that is not see-through. */
function backgroundOf(start: Element): string {
  for (let node: Element | null = start; node !== null; node = node.parentElement) {
    const { backgroundColor } = getComputedStyle(node);
    if (backgroundColor !== 'transparent' && !/,\s*0\)$/.test(backgroundColor))
      return backgroundColor;
  }
  return 'none';
}

/** Lines of a text that fit a width in px: SVG breaks no lines. */
function wrapped(text: string, width: number, style: CSSStyleDeclaration): string[] {
  const context = document.createElement('canvas').getContext('2d');
  if (context === null) return [text];
  context.font = `${style.fontSize} ${style.fontFamily}`;
  const lines: string[] = [];
  for (const word of text.split(' ').filter((each) => each !== '')) {
    const longer = `${lines.at(-1) ?? ''} ${word}`.trim();
    if (lines.length > 0 && context.measureText(longer).width <= width)
      lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

function made(
  tag: string,
  attributes: Readonly<Record<string, string | number>>,
  text = '',
): SVGElement {
  const node = document.createElementNS(NAMESPACE, tag);
  setAttributes(node, attributes);
  node.textContent = text;
  return node;
}

function setAttributes(node: Element, attributes: Readonly<Record<string, string | number>>): void {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
}
