import type { Analysis } from './analysis';
import type { Constraint } from './constraint';
import { fixedRoute, meanLosses } from './fixed';
import { layerUsage, tableRoutes, type LayerUsage } from './layerUsage';
import type { Measures } from './measures';
import { atBudget } from './oracle';
import { bestOfRandomRoutes } from './randomRoutes';

/** A mean loss in nats per token and its exponential; both `null` where they do not exist. */
export interface MeanLoss {
  readonly meanLoss: number | null;
  readonly perplexity: number | null;
}

export interface BudgetLoss extends MeanLoss {
  readonly budget: number;
}

/**
 * A document at a glance. Every loss is one of the table, in `context`, unless its name says `own`. In *self* context only
 * `asked` and the router's own are losses that one run reaches as a whole: all others change the route of one token and
 * leave the earlier ones on those that `asked` took.
 */
export interface Summary {
  /** Tokens whose losses are known: what the means are over. */
  readonly tokens: number;
  /** Which routes the earlier positions took. */
  readonly context: 'big' | 'self';
  /** A sentence for readers: what the losses of this context are, and what they are not. */
  readonly contextNote: string;
  /** All layers small; `null` when the module list has no small. */
  readonly small: BudgetLoss | null;
  readonly big: BudgetLoss | null;
  readonly router: RouterSummary | null;
  /** The oracle under the very constraint that was asked for; `budget` is `null` for any. */
  readonly asked: MeanLoss & { readonly budget: number | null };
  /** By budget 0..L, exactly or at most as asked, under the asked layers. */
  readonly oracle: readonly BudgetLoss[];
  readonly fixed: readonly (BudgetLoss & { readonly route: string | null })[];
  readonly random100: readonly BudgetLoss[];
  readonly layers: readonly LayerSummary[];
}

const CONTEXT_NOTES: Readonly<Record<Summary['context'], string>> = {
  big: 'Each loss is that of a token on its route after earlier tokens that all ran big; only `big` and the router’s own losses are those of a whole run.',
  self: '`asked` is what this run reached, each token on the oracle’s route; the router’s own losses are those of its own run; all others change one token’s route and leave the earlier tokens on the oracle’s.',
};

export interface RouterSummary extends MeanLoss {
  readonly name: string;
  /** Big layers per token that it took on average, which need not be what it was trained for. */
  readonly budget: number | null;
  /** In its own run, where earlier positions took its routes as well. */
  readonly ownMeanLoss: number | null;
  readonly ownPerplexity: number | null;
}

/** Shares of the tokens; `null` where there is no route to count. */
export interface LayerSummary {
  readonly index: number;
  /** The oracle under the asked constraint. */
  readonly oracle: LayerUsage | null;
  readonly router: LayerUsage | null;
}

export function summarize(analysis: Analysis, measures: Measures): Summary {
  const { table, model, run } = analysis;
  const { space } = table;
  const means = meanLosses(table);
  const budgets = Array.from({ length: model.layers + 1 }, (_, budget): Constraint => {
    return { ...measures.constraint, budget };
  });
  const uniform = (module: 'small' | 'big', budget: number): BudgetLoss | null => {
    const route = space.uniform(module);
    return route === undefined ? null : { budget, ...meanLoss(means[route]) };
  };
  return {
    tokens: table.knownCount,
    context: run.context.kind,
    contextNote: CONTEXT_NOTES[run.context.kind],
    small: uniform('small', 0),
    big: uniform('big', model.layers),
    router: summarizeRouter(analysis, measures),
    asked: {
      budget: measures.constraint.budget ?? null,
      ...meanLoss(meanOf(measures.oracle.losses)),
    },
    oracle: budgets.map((_, budget) => {
      const { losses } = atBudget(measures.byBudget, table.tokens, budget);
      return { budget, ...meanLoss(meanOf(losses)) };
    }),
    fixed: budgets.map((constraint, budget) => {
      const choice = fixedRoute(space, means, constraint);
      const route = choice === undefined ? null : space.format(choice.route);
      return { budget, route, ...meanLoss(choice?.meanLoss) };
    }),
    random100: budgets.map((constraint, budget) => {
      return { budget, ...meanLoss(bestOfRandomRoutes(table, constraint)) };
    }),
    layers: summarizeLayers(analysis, measures),
  };
}

/** Share of tokens per module and layer. */
function summarizeLayers(analysis: Analysis, measures: Measures): LayerSummary[] {
  const { layers } = analysis.model;
  const { space } = analysis.table;
  const oracle = layerUsage(layers, tableRoutes(space, measures.oracle.routes));
  const router = layerUsage(layers, routerRoutes(analysis));
  return Array.from({ length: layers }, (_, index) => ({
    index,
    oracle: oracle?.[index] ?? null,
    router: router?.[index] ?? null,
  }));
}

function summarizeRouter(analysis: Analysis, measures: Measures): RouterSummary | null {
  const name = analysis.run.router;
  if (name === undefined) return null;
  const usage = layerUsage(analysis.model.layers, routerRoutes(analysis));
  const own = meanLoss(meanOf(analysis.ownLosses));
  return {
    name,
    budget: usage?.reduce((sum, { big }) => sum + big, 0) ?? null,
    ...meanLoss(meanOf(measures.routerLoss)),
    ownMeanLoss: own.meanLoss,
    ownPerplexity: own.perplexity,
  };
}

function routerRoutes(analysis: Analysis) {
  return Array.from(analysis.tokens, (_, token) => analysis.routerRoute(token));
}

/** Over the entries that exist; NaN when none does. */
function meanOf(losses: Float32Array): number {
  let sum = 0;
  let count = 0;
  for (const loss of losses) {
    if (Number.isNaN(loss)) continue;
    sum += loss;
    count++;
  }
  return sum / count;
}

function meanLoss(nats: number | undefined): MeanLoss {
  if (nats === undefined || Number.isNaN(nats)) return { meanLoss: null, perplexity: null };
  return { meanLoss: nats, perplexity: Math.exp(nats) };
}
