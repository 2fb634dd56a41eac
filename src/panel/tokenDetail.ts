import type { Kind } from '../core/measures';
import type { Module } from '../core/module';

/** One token in depth. */
export interface TokenDetail {
  /** Of the subject. */
  readonly revision: number;
  readonly token: number;
  /** [routes] the losses of all routes, nats, in the order of the run's route space. */
  readonly losses: Float32Array;
  readonly surprise: number;
  readonly difficulty: number;
  readonly kind: Kind;
  /** `null` where no budget is admissible. */
  readonly neededBudget: number | null;
  readonly oracle: RouteLoss | null;
  readonly small: RouteLoss | null;
  readonly big: RouteLoss | null;
  readonly router: {
    readonly modules: readonly Module[];
    /** `null` when the route uses a module that the table lacks. */
    readonly route: number | null;
    readonly loss: number | null;
    readonly ownLoss: number;
    readonly regret: number | null;
  } | null;
  /** The oracle at budgets 0..L under the asked layers; `null` where there is none. */
  readonly byBudget: readonly (RouteLoss | null)[];
  /** The best routes under the question, best first: at most five. */
  readonly best: readonly RouteLoss[];
  /** Route ambiguity: how many of the admissible routes come within the tolerance of the best of them. */
  readonly nearlyAsGood: {
    readonly count: number;
    readonly of: number;
    /** Nats. */
    readonly tolerance: number;
  };
  /** What all layers big would have expected, likeliest first. */
  readonly predictions: readonly {
    readonly text: string;
    readonly probability: number;
    readonly actual: boolean;
  }[];
}

export interface RouteLoss {
  /** Index in the run's route space. */
  readonly route: number;
  /** Nats. */
  readonly loss: number;
}
