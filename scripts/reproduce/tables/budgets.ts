import type { LossTable } from '../../../src/core/lossTable';
import { anyLayers } from '../../../src/core/oracle';
import { bestOfRandomRoutes } from '../../../src/core/randomRoutes';
import { atOnce } from '../../../src/core/steps';
import { fixedRoutes, lossOfChoiceBy, meanRouteLoss, oracleLoss, routeLoss } from '../choices';
import { mean, ofTokens, tokensOf, type Estimate, type Stretch } from '../estimate';
import type { MeasuredRouter, MeasuredSet } from '../measuredSet';
import { bigLayers, tableLoss } from '../routerLosses';
import { cells, rounded } from '../row';

/** What one way to choose routes reaches at one budget. */
export interface BudgetRow {
  readonly [column: string]: string | number | null;
  readonly set: string;
  /** `all`: every measured token. `beginnings`: of a few documents only, see `Extent.self`. */
  readonly part: 'all' | 'beginnings';
  readonly context: 'big' | 'self';
  /** `oracle`, `without hindsight`, `fixed`, `random-100`, `mean over routes` or a router's name. */
  readonly method: string;
  /** Asked for. */
  readonly budget: number;
  /** Taken on average. */
  readonly bigLayers: number;
  /** Nats per token with its 95 % interval. */
  readonly meanLoss: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly perplexity: number | null;
  readonly documents: number;
  readonly tokens: number;
}

/** Ways to choose that are not routers. */
const NO_ROUTERS = ['oracle', 'without hindsight', 'fixed', 'random-100', 'mean over routes'];

export function isRouter({ method }: Pick<BudgetRow, 'method'>): boolean {
  return !NO_ROUTERS.includes(method);
}

/** Every way to choose at every budget, in *big* and in *self* context. */
export function budgetRows(set: MeasuredSet): BudgetRow[] {
  return [
    ...inBigContext(set),
    ...inSelfContext(set, set.documents, 'all'),
    ...inSelfContext(set, set.self.documents, 'beginnings'),
  ];
}

function inBigContext(set: MeasuredSet): BudgetRow[] {
  const { table, expected, documents } = set;
  const fixed = fixedRoutes(table);
  const row = rowOf(set, documents, 'all', 'big');
  const budgets = fixed.flatMap(({ route }, budget) => [
    row('oracle', budget, mean(documents, oracleLoss(table, budget))),
    ...(expected === undefined
      ? []
      : [
          row(
            'without hindsight',
            budget,
            mean(documents, lossOfChoiceBy(table, [expected], budget)),
          ),
        ]),
    row('fixed', budget, mean(documents, routeLoss(table, route))),
    row('random-100', budget, { value: random100(table, budget), interval: null }),
    row('mean over routes', budget, mean(documents, meanRouteLoss(table, budget))),
  ]);
  const routers = set.routers.flatMap((router) => {
    const loss = tableLoss(set, router);
    if (loss === undefined) return [];
    return [row(router.info.name, router.info.budget, mean(documents, loss), taken(set, router))];
  });
  return [...budgets, ...routers];
}

/** Each in a run of its own: what a real run reaches. */
function inSelfContext(
  set: MeasuredSet,
  documents: readonly Stretch[],
  part: BudgetRow['part'],
): BudgetRow[] {
  const row = rowOf(set, documents, part, 'self');
  const oracle = [...set.self.losses].map(([budget, losses]) =>
    row('oracle', budget, mean(documents, ofTokens(losses))),
  );
  return [
    ...(part === 'beginnings' ? oracle : []),
    ...(part === 'beginnings' ? bigOracle(set, documents) : []),
    ...set.fixed.map(({ budget, ownLosses }) =>
      row('fixed', budget, mean(documents, ofTokens(ownLosses))),
    ),
    ...set.routers.map((router) => {
      const { info, ownLosses } = router;
      const taken = mean(documents, bigLayers(set, router)).value ?? Number.NaN;
      return row(info.name, info.budget, mean(documents, ofTokens(ownLosses)), taken);
    }),
  ];
}

/** The oracle in *big* context on the same few tokens, to stand beside the other. */
function bigOracle(set: MeasuredSet, documents: readonly Stretch[]): BudgetRow[] {
  const row = rowOf(set, documents, 'beginnings', 'big');
  return [...set.self.losses.keys()].map((budget) =>
    row('oracle', budget, mean(documents, oracleLoss(set.table, budget))),
  );
}

function random100(table: LossTable, budget: number): number | null {
  const constraint = { budget, atMost: false, layers: anyLayers(table.space.layers) };
  return atOnce(bestOfRandomRoutes(table, constraint)) ?? null;
}

function taken(set: MeasuredSet, router: MeasuredRouter): number {
  return mean(set.documents, bigLayers(set, router)).value ?? Number.NaN;
}

function rowOf(
  { name }: MeasuredSet,
  documents: readonly Stretch[],
  part: BudgetRow['part'],
  context: BudgetRow['context'],
) {
  const tokens = tokensOf(documents).length;
  return (method: string, budget: number, loss: Estimate, bigLayers = budget): BudgetRow => ({
    set: name,
    part,
    context,
    method,
    budget,
    bigLayers: rounded(bigLayers) ?? budget,
    ...cells('meanLoss', loss),
    perplexity: rounded(loss.value === null ? null : Math.exp(loss.value)),
    documents: documents.length,
    tokens,
  });
}
