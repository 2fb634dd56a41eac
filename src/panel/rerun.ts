import type { Constraint } from '../core/constraint';
import type { LayerUsage } from '../core/layerUsage';

/** A run of the model for what the table cannot answer. */
export type RerunRequest =
  /** *Self* context under the question asked last: left to right, every position keeps the oracle's route. */
  | { readonly kind: 'self' }
  /** A router of the model by its name; layers that the question sets are forced, the router decides the others. */
  | { readonly kind: 'router'; readonly router: string };

export interface RerunState {
  /** Of the subject that it belongs to. */
  readonly revision: number;
  readonly request: RerunRequest;
  /** The question when it was started. Of a router's run only the layers count. */
  readonly constraint: Constraint;
  readonly state: 'running' | 'stopped' | 'done' | 'failed';
  /** How it failed: a sentence. */
  readonly note: string | null;
  readonly known: number;
  readonly tokens: number;
  readonly tokensPerSecond: number;
  /** Nats per token over the tokens that the run has reached: what the table promised for the same routes... */
  readonly promised: number | null;
  /** ...and what the run reached. */
  readonly reached: number | null;
  /** Big layers per token. */
  readonly meanBudget: number | null;
  /** By layer, of the routes that the run took. */
  readonly usage: readonly LayerUsage[] | null;
}
