import * as Plot from '@observablehq/plot';
import { symbol as symbolPath } from 'd3-shape';
import { parseHTML } from 'linkedom';
import type { Series } from './looks';

const WIDTH = 720;
const MARGIN = 12;
const INK = '#1f2328';
const HEAD = { title: 26, subtitle: 44, key: 66, line: 18 };

export interface Drawing {
  readonly title: string;
  /** What is shown, in which context. */
  readonly subtitle: string;
  /** What the colours, dashes and symbols mean. */
  readonly key: readonly Series[];
  readonly plot: Plot.PlotOptions;
}

/** A figure as a file of its own: on white, whatever the page's colour, and without scripts. */
export function toSvg({ title, subtitle, key, plot }: Drawing): string {
  const keyRows = rowsOfKey(key);
  const top = HEAD.key + (keyRows.length - 1) * HEAD.line + (key.length > 0 ? 8 : -18);
  const drawn: unknown = Plot.plot({
    width: WIDTH,
    height: 380,
    marginLeft: 60,
    marginRight: 24,
    marginBottom: 46,
    marginTop: 36,
    inset: 6,
    style: { fontSize: '12px', color: INK },
    ...plot,
    document: emptyPage(),
  });
  const figure = drawn as SvgElement;
  const height = Number(figure.getAttribute('height'));
  figure.setAttribute('y', String(top));
  figure.setAttribute('color', INK);
  const text = (content: string, y: number, rest = ''): string =>
    `<text x="${MARGIN}" y="${y}" ${rest}>${escaped(content)}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${top + height}" viewBox="0 0 ${WIDTH} ${top + height}" ` +
      `role="img" aria-label="${escaped(title)}" font-family="system-ui, sans-serif" fill="${INK}" color="${INK}">`,
    `<rect width="100%" height="100%" fill="white"/>`,
    text(title, HEAD.title, 'font-size="16" font-weight="600"'),
    text(subtitle, HEAD.subtitle, 'font-size="12"'),
    ...keyRows.flatMap((row, at) => drawnKey(row, HEAD.key + at * HEAD.line)),
    figure.outerHTML,
    '</svg>\n',
  ].join('\n');
}

/** What is needed of a browser's type of that name, which scripts do not know. */
interface SvgElement {
  readonly outerHTML: string;
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
}

/** Plot builds its elements in one. */
function emptyPage(): never {
  const page: unknown = parseHTML('<body></body>');
  return (page as { readonly document: never }).document;
}

const SAMPLE = 26;

function widthOf({ name }: Series): number {
  return SAMPLE + 10 + 6.6 * name.length + 16;
}

/** The key in as many rows as it takes. */
function rowsOfKey(key: readonly Series[]): Series[][] {
  const rows: Series[][] = [[]];
  let width = 0;
  for (const series of key) {
    if (width + widthOf(series) > WIDTH - 2 * MARGIN) {
      rows.push([]);
      width = 0;
    }
    rows.at(-1)?.push(series);
    width += widthOf(series);
  }
  return rows;
}

function drawnKey(row: readonly Series[], y: number): string[] {
  let x = MARGIN;
  return row.map((series) => {
    const { name, colour, dash, symbol } = series;
    const shape = symbolPath(symbol, 46)() ?? '';
    const drawn =
      `<g transform="translate(${x},${y})" font-size="12">` +
      `<path d="M0,-4H${SAMPLE}" stroke="${colour}" stroke-width="2" stroke-dasharray="${dash}"/>` +
      `<path d="${shape}" transform="translate(${SAMPLE / 2},-4)" fill="${colour}"/>` +
      `<text x="${SAMPLE + 6}">${escaped(name)}</text></g>`;
    x += widthOf(series);
    return drawn;
  });
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
