import type { Analysis } from '../core/analysis';
import { allBigFlops, equalLossFlops, usageFlops } from '../core/flops';
import { layerUsage } from '../core/layerUsage';
import { difficultyOf, kindOf, lossesOf, surpriseRoute, type Kind } from '../core/measures';
import { orNull } from '../core/means';
import type { Steps } from '../core/steps';

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

/** Run with `withPauses`: it takes long. */
export function* overviewOf(
  { table, model, routerModules }: Analysis,
  revision: number,
): Steps<Overview> {
  const surprise = lossesOf(table, surpriseRoute(table.space));
  const difficulty = difficultyOf(table, surprise);
  const kinds = { easy: 0, computeHelps: 0, uncertain: 0 };
  surprise.forEach((nats, token) => {
    const kind = kindOf(nats, difficulty[token] ?? Number.NaN);
    if (kind !== undefined) kinds[kind]++;
  });
  const usage = layerUsage(model.layers, routerModules);
  yield;
  return {
    revision,
    tokens: table.knownCount,
    kinds,
    flops: {
      allBig: allBigFlops(model),
      atEqualLoss: orNull(yield* equalLossFlops(model, table)),
      router: usage === undefined ? null : usageFlops(model, usage),
    },
  };
}
