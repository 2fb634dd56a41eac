/** Finished rows of the loss table. */
export interface LossRows {
  /** Document index of the first row's token. */
  readonly first: number;
  /** [tokens, routes] nats. */
  readonly losses: Float32Array;
  /** Same shape: what the all-big model expects the routes to lose; `undefined` when the bundle cannot say it. */
  readonly expected: Float32Array | undefined;
}
