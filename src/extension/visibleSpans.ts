import type { TextEditor } from 'vscode';
import type { Span } from './colourRuns';

/** How much above and below the screen is taken as well: whichever is less. */
export interface Margin {
  readonly lines: number;
  readonly characters: number;
}

/** What is painted, so that slow scrolling shows no bare text. */
const PAINTED: Margin = { lines: 60, characters: 10_000 };
/** What can be seen. */
export const NO_MARGIN: Margin = { lines: 0, characters: 0 };
/** More than this is "visible" only where lines go on far beyond the right edge. */
const MOST_CHARACTERS = 50_000;

/**
 * What is on screen and a margin, as offsets into the current text, in order and without overlap.
 *
 * VS Code says where a wrapped line begins and ends on screen, but calls a line that is not wrapped visible from end to
 * end. Lines too long for that are painted from their beginning, each to an equal share of `MOST_CHARACTERS`. (A single
 * one gets more than the 10,000 characters that the editor by default draws of a line.)
 */
export function visibleSpans(
  { document, visibleRanges }: Pick<TextEditor, 'document' | 'visibleRanges'>,
  margin = PAINTED,
): Span[] {
  const spans: Span[] = [];
  // Folding splits what is visible; margins may overlap.
  const add = (start: number, end: number): void => {
    const last = spans.at(-1);
    if (last === undefined || start > last.end) spans.push({ start, end });
    else if (end > last.end) spans[spans.length - 1] = { start: last.start, end };
  };
  /** Of a line with its line break. The ranges may still be those of a longer text. */
  const line = (number: number): Span => {
    const within = Math.min(Math.max(0, number), document.lineCount - 1);
    const { start, end } = document.lineAt(within).rangeIncludingLineBreak;
    return { start: document.offsetAt(start), end: document.offsetAt(end) };
  };
  for (const range of visibleRanges) {
    const [from, to] = [document.offsetAt(range.start), document.offsetAt(range.end)];
    const [first, last] = [range.start.line, range.end.line];
    add(Math.max(line(first - margin.lines).start, from - margin.characters), from);
    if (to - from <= MOST_CHARACTERS) {
      add(from, to);
    } else {
      const share = Math.floor(MOST_CHARACTERS / (last - first + 1));
      for (let number = first; number <= last; number++) {
        const { start, end } = line(number);
        const begin = Math.max(start, from);
        add(begin, Math.min(end, begin + share));
      }
    }
    add(to, Math.min(line(last + margin.lines).end, to + margin.characters));
  }
  return spans;
}
