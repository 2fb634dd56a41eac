import { levelOf, levelSteps, PALETTES, quantityOf, type Quantity } from '../core/colourScale';
import type { Analysis } from '../core/analysis';
import { surpriseModule, type Measures } from '../core/measures';
import type { ModuleList } from '../core/module';
import { visibleText } from '../core/visibleText';
import { quantityMeaning, QUANTITY_NAMES } from '../core/words';
import type { Painter } from './ansi';

/** How a coloured listing looks. */
export interface Look {
  readonly painter: Painter;
  readonly ground: 'dark' | 'light';
  readonly quantity: Quantity;
}

/** Text on the ground of a level. */
type Fill = (text: string, colour: string) => string;

/** The document's own lines, numbered, each token filled by its level of the chosen quantity. */
export function listing(
  analysis: Analysis,
  measures: Measures,
  text: string,
  { painter, ground, quantity }: Look,
): string[] {
  const palette = PALETTES[ground];
  const fill: Fill = (shown, colour) => painter.fill(shown, colour, palette.text);
  const lines: string[] = [];
  let line = '';
  let at = 0;
  for (const { start, end } of analysis.tokens) {
    const colour = palette.levels[levelOf(quantity, quantityOf(measures, quantity, at++)) - 1];
    const [first = '', ...rest] = text.slice(start, end).split('\n');
    line += shownText(first, text[start + first.length] === '\n', colour, fill);
    for (const [n, piece] of rest.entries()) {
      // Line ends are drawn only to carry a colour.
      lines.push(line + (colour === undefined ? '' : fill('↵', colour)));
      line = shownText(piece, n + 1 < rest.length || text[end] === '\n', colour, fill);
    }
  }
  if (line !== '') lines.push(line);
  const width = String(lines.length).length;
  return lines.map((content, at) => {
    return `${painter.dim(`${String(at + 1).padStart(width)} │`)} ${content}`;
  });
}

/** What the colours stand for: the value at which each level begins. */
export function legend(modules: ModuleList, { painter, ground, quantity }: Look): string {
  const steps = levelSteps(quantity);
  const { levels, text } = PALETTES[ground];
  const swatches = levels.map((colour, at) => {
    const step = steps[at] ?? 0;
    const value = quantity === 'neededCompute' ? `${String(Math.round(step * 100))} %` : step;
    return painter.fill(` ${String(value)} `, colour, text);
  });
  const meaning = quantityMeaning(quantity, surpriseModule(modules));
  const name = painter.bold(QUANTITY_NAMES[quantity]);
  return `${name} from ${swatches.join('')}  ${meaning}`;
}

/** A part of a token that lies on one line; the carriage return of a CRLF line end is drawn like the line end. */
function shownText(
  piece: string,
  endsLine: boolean,
  colour: string | undefined,
  fill: Fill,
): string {
  const carriageReturn = endsLine && piece.endsWith('\r');
  const letters = carriageReturn ? piece.slice(0, -1) : piece;
  const visible = letters.split('\t').map(visibleText).join('→   ');
  if (colour === undefined) return visible;
  const shown = visible + (carriageReturn ? '␍' : '');
  return shown === '' ? '' : fill(shown, colour);
}
