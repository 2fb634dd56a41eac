import type { Window } from './windows';

/**
 * What the engine reports while it analyses a text. `first` counts from the first *analysed* token, so that a row of the
 * loss table and an entry of `tokens` share one index. Arrays are row-major, one row per token.
 */
export type AnalysisEvent = TokensEvent | PredictionsEvent | RouterEvent | LossesEvent;

/** Always first, once: the analysed tokens. */
export interface TokensEvent {
  readonly kind: 'tokens';
  /** Document index of the first analysed token: 0 unless a selection is analysed. */
  readonly firstIndex: number;
  readonly ids: Int32Array;
  /** UTF-16 offsets into the document, see `Token`. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** In which the text is read, as far as they score one of these tokens. */
  readonly windows: readonly Window[];
}

/** The model's most likely tokens at each predictor, all layers big, in *big* context. */
export interface PredictionsEvent {
  readonly kind: 'predictions';
  readonly first: number;
  /** [tokens, PREDICTIONS_PER_TOKEN] */
  readonly ids: Int32Array;
  /** Natural-log probabilities, same shape. */
  readonly logProbabilities: Float32Array;
  /** [tokens] nats: the difficulty that the model foresees without the token; absent when it has no such head. */
  readonly predictedDifficulty?: Float32Array;
}

/** The router's own run: every position takes the route that the router decides, and sees the keys and values of such positions. */
export interface RouterEvent {
  readonly kind: 'router';
  readonly first: number;
  /** [tokens, layers], index into MODULES: 0 skip, 1 small, 2 big. */
  readonly routes: Uint8Array;
  /** [tokens] nats, in the router's own run (not the table's context). */
  readonly ownLoss: Float32Array;
}

/** A finished block of the loss table. */
export interface LossesEvent {
  readonly kind: 'losses';
  readonly first: number;
  /** [tokens, routes] nats. */
  readonly losses: Float32Array;
  /**
   * [tokens, routes] nats: what the all-big model expects each route to lose, the mean over labels that it draws itself
   * (`LABELS` per token); absent when the bundle's graphs cannot say it.
   */
  readonly expected?: Float32Array;
}

export const PREDICTIONS_PER_TOKEN = 5;
