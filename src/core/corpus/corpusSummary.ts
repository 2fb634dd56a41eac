import type { OptionsJson } from '../analysisJson';
import type { Interval } from '../bootstrap';
import { fixedRoute } from '../fixed';
import { LABELS } from '../hindsight';
import { meanBudget, usageOf } from '../layerUsage';
import { KINDS, type KindCounts } from '../measures';
import { RouteSpace } from '../routes';
import { CONTEXT_NOTES, meanLoss, type BudgetLoss, type MeanLoss, type Summary } from '../summary';
import { estimates, type AtBudget, type Estimate, type Estimates } from './estimates';
import { added, NOTHING, type Sum, type Sums } from './sums';

/** 95 % of a mean loss, over the texts of the corpus; `null` of too few texts to say. */
export interface Ranged {
  readonly interval: Interval | null;
}

/** All tokens of a corpus at a glance, as if they were one text; each mean loss with its interval. */
export interface CorpusSummary extends Summary {
  readonly small: (BudgetLoss & Ranged) | null;
  readonly big: (BudgetLoss & Ranged) | null;
  readonly router: (NonNullable<Summary['router']> & Ranged & OwnRanged) | null;
  readonly asked: Summary['asked'] & Ranged;
  readonly oracle: readonly (BudgetLoss & Ranged)[];
  readonly fixed: readonly (Summary['fixed'][number] & Ranged)[];
  /** How many tokens are of each kind. */
  readonly kinds: KindCounts;
}

interface OwnRanged {
  readonly ownInterval: Interval | null;
}

/** What is asked of the corpus. */
export type CorpusQuestion = Omit<OptionsJson, 'surpriseRoute'>;

/** `groups`: the sums of texts that the intervals take as one. */
export function summarizeCorpus(groups: readonly Sums[], question: CorpusQuestion): CorpusSummary {
  const { layers } = question;
  const space = new RouteSpace(question.modules, layers.length);
  const total = groups.reduce(added, NOTHING);
  const fixed = atBudgets(space, total, question);
  const found = estimates(groups, space, fixed);
  const oracleUsage = usageOf(space.layers, counts(total.oracleModules));
  const routerUsage = usageOf(space.layers, counts(total.routerModules));
  return {
    tokens: total.tokens[0] ?? 0,
    context: question.context,
    contextNote: CONTEXT_NOTES[question.context],
    small: space.uniform('small') === undefined ? null : { budget: 0, ...ranged(found.small) },
    big: { budget: space.layers, ...ranged(found.big) },
    router:
      question.router === null
        ? null
        : {
            name: question.router,
            budget: routerUsage === undefined ? null : meanBudget(routerUsage),
            ...ranged(found.router),
            ...ownRun(found.own),
          },
    asked: { budget: question.budget, ...ranged(found.asked) },
    oracle: found.oracle.map((loss, budget) => ({ budget, ...ranged(loss) })),
    fixed: found.fixed.map((loss, budget) => {
      const route = fixed[budget]?.choice?.route;
      return { budget, route: route === undefined ? null : space.format(route), ...ranged(loss) };
    }),
    random100: fixed.map(({ exists }, budget) => {
      return { budget, ...meanLoss(exists ? bestTrial(total, budget) : null) };
    }),
    hindsight: total.hindsightFree.length === 0 ? null : hindsight(found),
    // What a beam misses is measured text by text: the results of the texts say it.
    search: null,
    layers: layers.map((_, index) => {
      return { index, oracle: oracleUsage?.[index] ?? null, router: routerUsage?.[index] ?? null };
    }),
    kinds: named(total.kinds),
  };
}

/** By budget 0..L. */
function atBudgets(
  space: RouteSpace,
  { routes, tokens }: Sums,
  { atMost, layers }: CorpusQuestion,
): AtBudget[] {
  const means = Float64Array.from(routes, (sum) => (sum ?? Number.NaN) / (tokens[0] ?? 0));
  return Array.from({ length: space.layers + 1 }, (_, budget) => {
    const constraint = { budget, atMost, layers };
    const exists = space.admissible(constraint).length > 0;
    return { exists, choice: fixedRoute(space, means, constraint) };
  });
}

function ranged({ value, interval }: Estimate): MeanLoss & Ranged {
  return { ...meanLoss(value), interval };
}

function ownRun({ value, interval }: Estimate) {
  const { meanLoss: ownMeanLoss, perplexity: ownPerplexity } = meanLoss(value);
  return { ownMeanLoss, ownPerplexity, ownInterval: interval };
}

/** Nats per token; there are as many trials at every budget. */
function bestTrial({ trials, tokens, oracle }: Sums, budget: number): number {
  const count = trials.length / oracle.length;
  const sums = trials.slice(budget * count, (budget + 1) * count);
  return Math.min(...sums.map((sum) => sum ?? Number.NaN)) / (tokens[0] ?? 0);
}

function hindsight({ oracle, fixed, hindsightFree, share }: Estimates): Summary['hindsight'] {
  return {
    labels: LABELS,
    byBudget: hindsightFree.map(({ value }, budget) => {
      const [best, one] = [oracle[budget]?.value ?? null, fixed[budget]?.value ?? null];
      return {
        budget,
        ...meanLoss(value),
        advantage: best === null || one === null ? null : one - best,
        share: share[budget]?.value ?? null,
        interval: share[budget]?.value == null ? null : share[budget].interval,
      };
    }),
  };
}

function counts(sums: readonly Sum[]): number[] {
  return sums.map((sum) => sum ?? 0);
}

function named(counts: Sums['kinds']): KindCounts {
  const entries = KINDS.map((kind, at) => [kind, counts[at] ?? 0] as const);
  return Object.fromEntries(entries) as unknown as KindCounts;
}
