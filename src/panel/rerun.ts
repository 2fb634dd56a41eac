import type { Constraint } from '../core/constraint';
import type { LayerUsage } from '../core/layerUsage';

/** A run of the model for what the table cannot answer. */
export type RerunRequest =
  /** *Self* context under the question asked last: left to right, every position keeps the oracle's route. */
  | { readonly kind: 'self' }
  /** A router of the model by its name; layers that the question sets are forced, the router decides the others. */
  | { readonly kind: 'router'; readonly router: string };

export interface RerunState {
  readonly request: RerunRequest;
  /** The question when it was started. Of a router's run only the layers count. */
  readonly constraint: Constraint;
  readonly state: 'running' | 'stopped' | 'done' | 'failed';
  /** How it failed: a sentence. */
  readonly note: string | null;
  /** Tokens that the run has reached. */
  readonly known: number;
  readonly tokens: number;
  readonly tokensPerSecond: number;
  /** Those of them of which the table has a promise: what the next two are over. */
  readonly compared: number;
  /**
   * Nats per compared token, in the table: of the oracle's routes under the question; of the router's decisions in the
   * analysis with the forced layers in their place, or, if the analysis ran another router, of the routes that it took now.
   * `null` where the table has none of them.
   */
  readonly promised: number | null;
  /**
   * Nats per compared token, in the table, of what is chosen under a self run's question without hindsight. `null` of a
   * router's run, and where the analysis lacks expected losses.
   */
  readonly hindsightFree: number | null;
  /** Nats per compared token, in the run; where none is compared, per token that it has reached. */
  readonly reached: number | null;
  /** Big layers per token, of the routes that the run took. */
  readonly meanBudget: number | null;
  /** By layer, of the same routes. */
  readonly usage: readonly LayerUsage[] | null;
}
