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
 * The windows in which a document longer than the model's context is read.
 *
 * A window is BOS and up to `contextLength - 1` tokens. With context = floor(contextLength / 2) and
 * stride = contextLength - 1 - context, window n holds the tokens from n * stride to n * stride + contextLength - 1. The
 * first window scores all its tokens; a later one scores those from n * stride + context on, which is where its
 * predecessor ends. So every token is scored in exactly one window, and one beyond the first window sees at least
 * floor(contextLength / 2) tokens before it.
 *
 * For a selection, tokens [from, to), only the windows that score one of its tokens are returned, cut to what they
 * score: they lie on the same grid, so that a token's loss does not depend on what was selected.
 */
export function planWindows(
  tokenCount: number,
  contextLength: number,
  from = 0,
  to = tokenCount,
): Window[] {
  const capacity = contextLength - 1;
  const context = Math.floor(contextLength / 2);
  const stride = capacity - context;
  if (stride < 1) {
    throw new Failure(
      'bundle',
      `A model needs a context of at least 3 tokens, this one has ${String(contextLength)}.`,
    );
  }
  const windows: Window[] = [];
  for (let start = 0, scored = 0; scored < Math.min(to, tokenCount); start += stride) {
    const end = Math.min(start + capacity, to, tokenCount);
    if (end > from) windows.push({ start, end, scoreFrom: Math.max(scored, from) });
    scored = start + capacity;
  }
  return windows;
}
