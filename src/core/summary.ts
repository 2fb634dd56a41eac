import type { Analysis } from './analysis';
import { LABELS, type Hindsight } from './hindsight';
import { layerUsage, meanBudget, modulesTaken, type LayerUsage } from './layerUsage';
import { lossCurve, type LossCurve } from './lossCurve';
import { meanOf, meanOfKnown } from './means';
import type { Measures } from './measures';
import { searchError, type SearchError } from './searchError';
import { atOnce, type Steps } from './steps';

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
  /** What is left of the oracle's lead without knowing the tokens; `null` of a run without expected losses. */
  readonly hindsight: HindsightSummary | null;
  /** What the beam misses; `null` of an exact run, or where it was not measured. */
  readonly search: SearchError | null;
  readonly layers: readonly LayerSummary[];
}

export interface HindsightSummary {
  /** Per token, drawn by the all-big model: routes are chosen by their mean loss over them. */
  readonly labels: number;
  /** Like the oracle's. `meanLoss` and `perplexity` are those of the true tokens on the routes so chosen. */
  readonly byBudget: readonly (Hindsight & BudgetLoss)[];
}

export const CONTEXT_NOTES: Readonly<Record<Summary['context'], string>> = {
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
  return atOnce(summarySteps(analysis, measures));
}

/** `summarize` for those who must not stand still: of a long text it takes a while. */
export function* summarySteps(analysis: Analysis, measures: Measures): Steps<Summary> {
  const { table, model, run } = analysis;
  const { space } = table;
  const curve = yield* lossCurve(
    table,
    measures.byBudget,
    measures.constraint,
    measures.hindsightFree?.byBudget,
  );
  const uniform = (module: 'small' | 'big', budget: number): BudgetLoss | null =>
    space.uniform(module) === undefined ? null : { budget, ...meanLoss(curve[module]) };
  return {
    tokens: table.knownCount,
    context: run.context.kind,
    contextNote: CONTEXT_NOTES[run.context.kind],
    small: uniform('small', 0),
    big: uniform('big', model.layers),
    router: summarizeRouter(analysis, measures),
    asked: {
      budget: measures.constraint.budget ?? null,
      ...meanLoss(meanOfKnown(table, measures.oracle.losses)),
    },
    oracle: curve.oracle.map((nats, budget) => ({ budget, ...meanLoss(nats) })),
    fixed: curve.fixed.map((fixed, budget) => {
      return { budget, route: fixed.route, ...meanLoss(fixed.meanLoss) };
    }),
    random100: curve.random100.map((nats, budget) => ({ budget, ...meanLoss(nats) })),
    hindsight: summarizeHindsight(curve.hindsight),
    search: (yield* searchError(analysis)) ?? null,
    layers: summarizeLayers(analysis, measures),
  };
}

function summarizeHindsight(byBudget: LossCurve['hindsight']): HindsightSummary | null {
  if (byBudget === null) return null;
  return {
    labels: LABELS,
    byBudget: byBudget.map((hindsight) => ({ ...hindsight, ...meanLoss(hindsight.meanLoss) })),
  };
}

/** Share of tokens per module and layer. */
function summarizeLayers(analysis: Analysis, measures: Measures): LayerSummary[] {
  const { layers } = analysis.model;
  const { space } = analysis.table;
  const oracle = layerUsage(layers, modulesTaken(space, measures.oracle.routes));
  const router = layerUsage(layers, analysis.routerModules);
  return Array.from({ length: layers }, (_, index) => ({
    index,
    oracle: oracle?.[index] ?? null,
    router: router?.[index] ?? null,
  }));
}

function summarizeRouter(analysis: Analysis, measures: Measures): RouterSummary | null {
  const name = analysis.run.router;
  if (name === undefined) return null;
  const usage = layerUsage(analysis.model.layers, analysis.routerModules);
  const own = meanLoss(meanOf(analysis.ownLosses));
  return {
    name,
    budget: usage === undefined ? null : meanBudget(usage),
    ...meanLoss(meanOf(measures.routerLoss)),
    ownMeanLoss: own.meanLoss,
    ownPerplexity: own.perplexity,
  };
}

/** `null` and NaN stand for what does not exist. */
export function meanLoss(nats: number | null): MeanLoss {
  if (nats === null || Number.isNaN(nats)) return { meanLoss: null, perplexity: null };
  return { meanLoss: nats, perplexity: Math.exp(nats) };
}
