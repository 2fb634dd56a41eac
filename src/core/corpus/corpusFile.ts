import type { RouteSpace } from '../routes';
import type { Sum, Sums } from './sums';

/** A text of a corpus and what it lost. */
export interface CorpusFile {
  /** Below the folder that all texts share, with forward slashes. */
  readonly path: string;
  /** Of the text as UTF-8. */
  readonly sha256: string;
  /** UTF-16 code units. */
  readonly length: number;
  readonly tokens: number;
  /** What ran the model. */
  readonly provider: string;
  readonly sums: FileSums;
}

/** Nats; `null` where there is nothing to sum. Those of all files add up to the means of the corpus, times its tokens. */
export interface FileSums {
  readonly small: number | null;
  readonly big: number | null;
  /** The oracle under the asked constraint. */
  readonly asked: number | null;
  /** `tokens` of them have a loss in the table. */
  readonly router: {
    readonly tokens: number;
    readonly loss: number;
    readonly ownLoss: number;
  } | null;
  /** By budget 0..L; 0 at budgets without routes. */
  readonly oracle: readonly Sum[];
  /** Without hindsight, by budget; empty when the bundle cannot say it. */
  readonly hindsightFree: readonly Sum[];
}

/** A file that could not be analysed. */
export interface SkippedFile {
  readonly path: string;
  /** A sentence. */
  readonly reason: string;
}

export function fileSums(space: RouteSpace, sums: Sums): FileSums {
  const onRoute = (route: number | undefined): number | null =>
    route === undefined ? null : (sums.routes[route] ?? null);
  const [loss = null, tokens = null] = sums.router;
  const [ownLoss = null] = sums.own;
  return {
    small: onRoute(space.uniform('small')),
    big: onRoute(space.uniform('big')),
    asked: sums.asked[0] ?? null,
    router: loss === null || tokens === null || ownLoss === null ? null : { tokens, loss, ownLoss },
    oracle: sums.oracle,
    hindsightFree: sums.hindsightFree,
  };
}
