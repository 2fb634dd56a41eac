import type { Span } from './colourRuns';

/**
 * What an edited document still shares with the text that was analysed. Stateless on purpose: it compares two texts, so
 * an undo that brings the text back brings its colours back too.
 *
 * A token's loss depends on what stands before it, never on what follows. So everything before an edit keeps its result,
 * and everything after it loses it, although the text itself may only have moved.
 */
export interface Freshness {
  /** Offset up to which results still hold, in both texts. */
  readonly freshUntil: number;
  /** Length of the common beginning; what lies between `freshUntil` and here may be cut into other tokens. */
  readonly commonUntil: number;
  /** Offset in the analysed text from which on the same text follows in the current one. */
  readonly movedFrom: number;
  /** What to add to an offset of the analysed text from `movedFrom` on. */
  readonly shift: number;
}

export function compareTexts(analysed: string, current: string): Freshness {
  if (analysed === current) {
    const { length } = analysed;
    return { freshUntil: length, commonUntil: length, movedFrom: length, shift: 0 };
  }
  const commonUntil = commonPrefix(analysed, current);
  const shared = Math.min(analysed.length, current.length) - commonUntil;
  const movedFrom = analysed.length - commonSuffix(analysed, current, shared);
  return {
    freshUntil: retokenizedFrom(analysed, commonUntil),
    commonUntil,
    movedFrom,
    shift: current.length - analysed.length,
  };
}

/** Where a stretch of the analysed text is now. */
export interface Place {
  readonly start: number;
  readonly end: number;
  /** False: the result is of another text. */
  readonly fresh: boolean;
}

/** `undefined` when the stretch itself was changed. */
export function placeNow(
  { freshUntil, commonUntil, movedFrom, shift }: Freshness,
  { start, end }: Span,
): Place | undefined {
  if (end <= commonUntil) return { start, end, fresh: end <= freshUntil };
  if (start >= movedFrom) return { start: start + shift, end: end + shift, fresh: false };
  return undefined;
}

/** Where a stretch is now that may have been edited itself, with what was typed into it; empty when nothing is left of it. */
export function stretchNow(
  { commonUntil, movedFrom, shift }: Freshness,
  { start, end }: Span,
): Span {
  return {
    start: start >= movedFrom ? start + shift : Math.min(start, commonUntil),
    end: end <= commonUntil ? end : Math.max(end, movedFrom) + shift,
  };
}

/** What of the analysed text stands in a stretch of the current one: what is before the edit, and what is after it. */
export function analysedSpans({ commonUntil, movedFrom, shift }: Freshness, span: Span): Span[] {
  const before = { start: span.start, end: Math.min(span.end, commonUntil) };
  const after = { start: Math.max(span.start - shift, movedFrom), end: span.end - shift };
  return [before, after].filter(({ start, end }) => start < end);
}

/** The offset in the analysed text of an offset in the current one; `undefined` inside an edit. */
export function analysedOffset(freshness: Freshness, offset: number): number | undefined {
  if (offset < freshness.commonUntil) return offset;
  return offset >= freshness.movedFrom + freshness.shift ? offset - freshness.shift : undefined;
}

/** Compared in blocks, because comparing strings is much faster than comparing their characters one by one. */
const BLOCK = 4096;

function commonPrefix(a: string, b: string): number {
  const limit = Math.min(a.length, b.length);
  let at = 0;
  while (at + BLOCK <= limit && a.slice(at, at + BLOCK) === b.slice(at, at + BLOCK)) at += BLOCK;
  while (at < limit && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return at;
}

function commonSuffix(a: string, b: string, limit: number): number {
  const [endA, endB] = [a.length, b.length];
  const block = (text: string, end: number, from: number): string =>
    text.slice(end - from - BLOCK, end - from);
  let length = 0;
  while (length + BLOCK <= limit && block(a, endA, length) === block(b, endB, length)) {
    length += BLOCK;
  }
  while (length < limit && a.charCodeAt(endA - length - 1) === b.charCodeAt(endB - length - 1)) {
    length++;
  }
  return length;
}

/** Runs that are given up before an edit: the one that it touches and three more. */
const RUNS_BACK = 4;
/** UTF-16 units. To read a run of megabytes at every key would keep the editor waiting. */
const LONGEST_RUN = 2 ** 15;

/**
 * The offset before which an edit at `offset` cannot change how the text is cut into tokens.
 *
 * Byte-level tokenizers first cut a text into pieces and never join tokens across such a cut. A piece is a run of letters,
 * digits, punctuation or white space, at times with a bit of its neighbours: the space before a word, the line ends after
 * punctuation. The longest has four runs, where ` don't` is one piece: before its last letter was typed, ` don` was another. So
 * the run that the edit touches and three more are enough to reach a cut that the edit cannot move. Where one of them is
 * longer than any in a text for people, all before the edit is given up.
 */
export function retokenizedFrom(text: string, offset: number): number {
  let at = offset;
  for (let runs = 0; runs < RUNS_BACK && at > 0; runs++) at = runStart(text, at);
  return at;
}

const CLASSES = [/\p{L}|\p{M}/u, /\p{N}/u, /\s/u] as const;

function runStart(text: string, end: number): number {
  let at = end;
  let inside: number | undefined;
  while (at > 0) {
    if (end - at > LONGEST_RUN) return 0;
    const character = characterBefore(text, at);
    const kind = CLASSES.findIndex((expression) => expression.test(character));
    inside ??= kind;
    if (kind !== inside) break;
    at -= character.length;
  }
  return at;
}

function characterBefore(text: string, end: number): string {
  const whole = text.slice(Math.max(0, end - 2), end);
  const codePoint = whole.codePointAt(0) ?? 0;
  return codePoint > 0xffff ? whole : text.slice(end - 1, end);
}
