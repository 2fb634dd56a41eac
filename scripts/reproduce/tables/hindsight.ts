import { fixedRoutes, lossOfChoiceBy, oracleLoss, routeLoss } from '../choices';
import { mean, ratio, type Column, type Estimate } from '../estimate';
import type { MeasuredSet } from '../measuredSet';
import { cells, rounded } from '../row';

/** How much of the oracle's advantage over the fixed route is gone when routes are chosen without the answer. */
export interface HindsightRow {
  readonly [column: string]: string | number | null;
  readonly set: string;
  readonly budget: number;
  /** Nats per token that the oracle wins over the fixed route. */
  readonly advantage: number | null;
  /** Nats per token of the choice without hindsight. */
  readonly meanLoss: number | null;
  /** The part of the advantage that is gone, with its 95 % interval; above 1: worse than the fixed route. */
  readonly share: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** *Big* context; nothing for a bundle without expected losses. */
export function hindsightRows(set: MeasuredSet): HindsightRow[] {
  const { table, expected, documents, name } = set;
  if (expected === undefined) return [];
  return fixedRoutes(table).map((_, budget) => {
    const choice = lossOfChoiceBy(table, [expected], budget);
    const { advantage, share } = shareOfAdvantage(set, choice, budget);
    return {
      set: name,
      budget,
      advantage: rounded(advantage.value),
      meanLoss: rounded(mean(documents, choice).value),
      ...cells('share', share),
    };
  });
}

/** `share`: what is gone of the oracle's advantage over the fixed route with other choices of the same budget. */
export function shareOfAdvantage(
  { table, documents }: Pick<MeasuredSet, 'table' | 'documents'>,
  choice: Column,
  budget: number,
): { advantage: Estimate; share: Estimate } {
  const oracle = oracleLoss(table, budget);
  const fixed = routeLoss(table, fixedRoutes(table)[budget]?.route ?? -1);
  const won: Column = (token) => fixed(token) - oracle(token);
  const gone: Column = (token) => choice(token) - oracle(token);
  return { advantage: mean(documents, won), share: ratio(documents, gone, won) };
}
