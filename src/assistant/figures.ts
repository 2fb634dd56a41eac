import type { Analysis } from '../core/analysis';
import { fixedRoute, meanLosses } from '../core/fixed';
import { hindsightByBudget, type Hindsight } from '../core/hindsight';
import { layerUsage, meanBudget } from '../core/layerUsage';
import { meanOf, meanOfKnown } from '../core/means';
import { routerLosses } from '../core/measures';
import type { Steps } from '../core/steps';
import { hindsightInWords, hindsightVerdict } from '../core/words';
import { CLIP } from './bounds';
import { clipped } from './clipped';
import type { Ranking } from './ranking';
import { perplexity, rounded } from './rounded';
import type { Subject } from './subject';

/** Perplexities over all tokens that are asked about, in *big* context unless named `own`; `null` where there is none. */
export interface Figures {
  /** Exactly so many big layers, or at most. */
  readonly budget: number;
  readonly atMost: boolean;
  readonly small: number | null;
  readonly big: number | null;
  /** Of the routes that are best for each token, chosen with the answer in hand. */
  readonly oracle: number | null;
  /** Of the routes that are chosen without the answer. */
  readonly withoutHindsight: number | null;
  readonly fixed: { readonly route: string; readonly perplexity: number | null } | null;
  readonly router: RouterFigures | null;
  /** `null` also where it was not measured. */
  readonly hindsight: {
    /** Of the oracle's lead over the fixed route: the part that is gone without the answer. */
    readonly share: number | null;
    readonly inWords: string;
  } | null;
}

export interface RouterFigures {
  readonly name: string;
  /** Per token, on average. */
  readonly bigLayers: number | null;
  readonly perplexity: number | null;
  /** In its own run, where earlier tokens took its routes too. */
  readonly ownPerplexity: number | null;
}

export function* figuresOf(
  { analysis, constraint }: Subject,
  { oracle, hindsightFree }: Pick<Ranking, 'oracle' | 'hindsightFree'>,
): Steps<Figures> {
  const { table } = analysis;
  const { space } = table;
  const means = yield* meanLosses(table);
  const fixed = fixedRoute(space, means, constraint);
  // One budget is all that is asked about.
  const [hindsight] =
    hindsightFree === undefined
      ? []
      : yield* hindsightByBudget(table, { oracle, hindsightFree, fixed: [fixed] });
  return {
    budget: constraint.budget ?? space.layers,
    atMost: constraint.atMost,
    small: perplexity(means[space.uniform('small') ?? -1]),
    big: perplexity(means[space.uniform('big') ?? -1]),
    oracle: perplexity(meanOfKnown(table, oracle.losses)),
    withoutHindsight: perplexity(hindsight?.meanLoss),
    fixed: fixed
      ? { route: space.format(fixed.route), perplexity: perplexity(fixed.meanLoss) }
      : null,
    router: routerFigures(analysis),
    hindsight: hindsight ? inWords(hindsight) : null,
  };
}

function routerFigures(analysis: Analysis): RouterFigures | null {
  const { router } = analysis.run;
  if (router === undefined) return null;
  const usage = layerUsage(analysis.model.layers, analysis.routerModules);
  return {
    name: clipped(router, CLIP.name),
    bigLayers: rounded(usage && meanBudget(usage)),
    perplexity: perplexity(meanOf(routerLosses(analysis.table, analysis.routerRoutes))),
    ownPerplexity: perplexity(meanOf(analysis.ownLosses)),
  };
}

function inWords(hindsight: Hindsight): Figures['hindsight'] {
  const share = hindsightInWords(hindsight);
  const sentences =
    share === undefined
      ? ['The oracle has no lead over the fixed route.']
      : [`Gone without the answer: ${share}.`, hindsightVerdict(hindsight) ?? ''];
  return { share: rounded(hindsight.share), inWords: sentences.join(' ').trim() };
}
