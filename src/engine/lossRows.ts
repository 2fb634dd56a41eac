/** Finished rows of the loss table. */
export interface LossRows {
  /** Document index of the first row's token. */
  readonly first: number;
  /** [tokens, routes] nats. */
  readonly losses: Float32Array;
}
