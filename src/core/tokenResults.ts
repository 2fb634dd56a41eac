import type { PredictionsEvent } from './analysisEvent';
import type { LossRow } from './lossTable';

/** All that a run finds out about one token. It follows from the tokens that its window shows up to it, and from nothing else. */
export interface TokenResults {
  readonly losses: LossRow;
  /** `undefined` when the model does not say it. */
  readonly expected: LossRow | undefined;
  readonly predictions: Pick<PredictionsEvent, 'ids' | 'logProbabilities' | 'predictedDifficulty'>;
  /** `undefined` when no router ran. */
  readonly router: RouterResult | undefined;
}

export interface RouterResult {
  /** [layers] index into MODULES. */
  readonly modules: Uint8Array;
  /** The same as an index into the table; -1 where that lacks a module of it. */
  readonly route: number;
  /** Nats, in the router's own run. */
  readonly ownLoss: number;
}
