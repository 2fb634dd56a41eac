import type { LayerConstraint } from './module';

/** What a route must satisfy to be considered. */
export interface Constraint {
  /** Number of big layers; `undefined` for any number. */
  readonly budget: number | undefined;
  /** False: exactly `budget` big layers (the paper's meaning). True: at most that many. */
  readonly atMost: boolean;
  /** One entry per layer, lowest first. */
  readonly layers: readonly LayerConstraint[];
}
