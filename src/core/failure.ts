/** Why something could not be done, as far as callers need to tell failures apart. */
export type FailureCode =
  /** The caller cancelled it. */
  | 'cancelled'
  /** A bundle is missing, damaged or of another format. */
  | 'bundle'
  /** The request does not fit the model: an unknown router, a module list without a graph, an impossible budget. */
  | 'request'
  /** The text cannot be analysed: binary, or not reproduced by the tokenizer. */
  | 'text'
  /** The result could not be written. */
  | 'output'
  /** The shards of a corpus do not belong together, or some are missing. */
  | 'shards'
  /** No execution provider could run the model. */
  | 'provider'
  /** The engine process ended unexpectedly. */
  | 'crashed'
  /** A bug: anything that was not foreseen. */
  | 'internal';

/** An expected failure. Its message is a sentence for users: what happened and what to do. It never quotes user text. */
export class Failure extends Error {
  constructor(
    readonly code: FailureCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'Failure';
  }
}
