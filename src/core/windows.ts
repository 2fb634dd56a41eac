import { Failure } from './failure';

/** A stretch of the document that the model reads at once, after a BOS token of its own. Token indices of the document. */
export interface Window {
  /** First token that the window holds. */
  readonly start: number;
  /** After its last token. */
  readonly end: number;
  /** First token whose loss is taken from this window; those before it are only context. */
  readonly scoreFrom: number;
}

/**
 * The windows in which a document longer than the model's context is read; `ids` are its tokens.
 *
 * A window is BOS and up to `contextLength - 1` tokens. The first one scores all its tokens. A later one begins
 * floor(contextLength / 2) tokens before those that it scores, which are at most what then still fits. So every token is
 * scored in exactly one window, and one beyond the first window sees at least floor(contextLength / 2) tokens before it.
 *
 * Where a later window ends is up to its tokens (`endOf`), so that an edit stays local: a grid counted from the beginning
 * would move all windows behind an inserted token. A window depends on nothing that follows it, so that what stands before
 * an edit keeps its windows, and its losses.
 *
 * For a selection, tokens [from, to), only the windows that score one of its tokens are returned, cut to what they
 * score: they are those of the whole document, so that a token's loss does not depend on what was selected.
 */
export function planWindows(
  ids: Int32Array,
  contextLength: number,
  from = 0,
  to = ids.length,
): Window[] {
  const capacity = contextLength - 1;
  const context = Math.floor(contextLength / 2);
  const most = capacity - context;
  if (most < 1) {
    throw new Failure(
      'bundle',
      `A model needs a context of at least 3 tokens, this one has ${String(contextLength)}.`,
    );
  }
  const windows: Window[] = [];
  const last = Math.min(to, ids.length);
  for (let scored = 0; scored < last;) {
    const whole = scored === 0 ? capacity : endOf(ids, scored, most);
    const end = Math.min(whole, last);
    const start = Math.max(0, scored - context);
    if (end > from) windows.push({ start, end, scoreFrom: Math.max(scored, from) });
    scored = whole;
  }
  return windows;
}

/**
 * Where a window that scores tokens from `scored` on ends: at the first landmark that lies neither too near nor beyond
 * `most` tokens. Two sequences of windows that began at different places meet at a landmark after a few windows, and are the
 * same from there on.
 */
function endOf(ids: Int32Array, scored: number, most: number): number {
  const least = Math.ceil((most * 3) / 8);
  const spacing = Math.max(1, Math.floor(most / 4));
  for (let end = scored + least; end < scored + most; end++) {
    if (isLandmark(ids, end, spacing)) return end;
  }
  return scored + most;
}

/** Between two tokens that only their own ids choose: one place in `spacing`. */
function isLandmark(ids: Int32Array, end: number, spacing: number): boolean {
  const pair = Math.imul(ids[end - 2] ?? 0, 0x9e3779b1) ^ Math.imul(ids[end - 1] ?? 0, 0x85ebca6b);
  const mixed = Math.imul(pair ^ (pair >>> 15), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 13)) >>> 0) % spacing === 0;
}
