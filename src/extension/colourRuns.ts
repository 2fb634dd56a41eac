import { LEVELS } from '../core/colourScale';

/** A stretch of the document, in UTF-16 offsets. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A token as it is to be painted, in document order; tokens of one character share its span. */
export interface PaintedToken extends Span {
  /** `undefined` while not known. */
  readonly level: number | undefined;
  readonly fresh: boolean;
}

export interface ColourRuns {
  /** [level] what to paint in each level's colour; nothing for level 0. */
  readonly levels: readonly (readonly Span[])[];
  /** Tokens that begin where a token of the same colour ends: without a mark the two would look like one. */
  readonly seams: readonly Span[];
  /** What was analysed and no longer holds, of level 0 too: without a mark it would look easy. */
  readonly stale: readonly Span[];
}

/** Neighbours of one colour become one span: that keeps what the editor has to draw small. */
export function colourRuns(tokens: readonly PaintedToken[]): ColourRuns {
  const levels = Array.from({ length: LEVELS }, (): Run[] => []);
  const seams: Span[] = [];
  const stale: Run[] = [];
  for (const { start, end, level, fresh } of tokens) {
    if (level === undefined || start === end) continue;
    if (!fresh) append(stale, { start, end });
    else if (level > 0 && append(levels[level] ?? [], { start, end })) seams.push({ start, end });
  }
  return { levels, seams, stale };
}

/** A span that may grow. */
interface Run {
  readonly start: number;
  end: number;
}

/** True when the span continues the last one. */
function append(runs: Run[], { start, end }: Span): boolean {
  const last = runs.at(-1);
  if (last?.end !== start) {
    runs.push({ start, end });
    return false;
  }
  last.end = end;
  return true;
}
