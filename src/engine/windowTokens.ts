import type { Window } from '../core/windows';

/** A window with what the model reads in it. Positions count from its BOS, which is position 0. */
export interface WindowTokens extends Window {
  /** [1 + end - start] BOS and the window's tokens: position t reads ids[t] and predicts ids[t + 1], document token start + t. */
  readonly ids: Int32Array;
}

/** `tokens` are the document's. */
export function windowTokens(window: Window, tokens: Int32Array, bos: number): WindowTokens {
  return { ...window, ids: Int32Array.of(bos, ...tokens.subarray(window.start, window.end)) };
}
