import type { Kind } from '../core/measures';

/** An analysis in a few numbers, whatever the question. */
export interface Overview {
  /** Of the subject. */
  readonly revision: number;
  /** Tokens with losses. */
  readonly tokens: number;
  readonly kinds: Readonly<Record<Kind, number>>;
  /** FLOPs per token: attention without its context-length term, FFNs and head. `null` where the table lacks what it takes. */
  readonly flops: {
    readonly allBig: number;
    /** The cheapest route that is no worse than all big, token by token: what the oracle needs for equal loss. */
    readonly atEqualLoss: number | null;
    /** Of the router's routes. */
    readonly router: number | null;
  };
}
