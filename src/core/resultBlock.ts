import type { PredictionsEvent } from './analysisEvent';
import type { LossBlock } from './lossBlock';

/**
 * All that a run finds out about a few consecutive tokens. For each it follows from the tokens that its window shows up to
 * it, and from nothing else: so a block can be shared by analyses of different texts.
 */
export interface ResultBlock {
  readonly losses: LossBlock;
  /** `undefined` when the model does not say it. */
  readonly expected: LossBlock | undefined;
  readonly predictions: Pick<PredictionsEvent, 'ids' | 'logProbabilities' | 'predictedDifficulty'>;
  /** `undefined` when no router ran. */
  readonly router: RoutedBlock | undefined;
}

export interface RoutedBlock {
  /** [tokens, layers] index into MODULES. */
  readonly modules: Uint8Array;
  /** [tokens] the same as indices into the table; -1 where that lacks a module of it. */
  readonly routes: Int32Array;
  /** [tokens] nats, in the router's own run. */
  readonly ownLosses: Float32Array;
}

/** One token of a block. */
export interface TokenResults {
  readonly block: ResultBlock;
  readonly at: number;
}
