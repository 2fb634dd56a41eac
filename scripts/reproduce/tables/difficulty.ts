import { surpriseRoute } from '../../../src/core/measures';
import type { LossTable } from '../../../src/core/lossTable';
import { ofTokens, rankCorrelation, type Column } from '../estimate';
import type { MeasuredSet } from '../measuredSet';
import { cells } from '../row';

/** How well something orders the tokens by their difficulty. */
export interface DifficultyRow {
  readonly [column: string]: string | number | null;
  readonly set: string;
  readonly predictor: string;
  /** `no`: it can be known before the token is there. */
  readonly needsTheToken: 'yes' | 'no';
  /** Spearman's, with its 95 % interval. */
  readonly rankCorrelation: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** *Big* context. */
export function difficultyRows(set: MeasuredSet): DifficultyRow[] {
  const { table, expected, entropy, predictedDifficulty, documents } = set;
  const truth = difficulty(table);
  const row = (
    predictor: string,
    needsTheToken: DifficultyRow['needsTheToken'],
    column: Column,
  ): DifficultyRow => ({
    set: set.name,
    predictor,
    needsTheToken,
    ...cells('rankCorrelation', rankCorrelation(documents, column, truth)),
  });
  return [
    ...(predictedDifficulty === undefined
      ? []
      : [row('difficulty head', 'no', ofTokens(predictedDifficulty))]),
    row('entropy of the all-big model', 'no', ofTokens(entropy)),
    ...(expected === undefined
      ? []
      : [row('difficulty of sampled labels', 'no', difficulty(expected))]),
    row('surprise', 'yes', surprise(table)),
  ];
}

export function surprise(table: LossTable): Column {
  const route = surpriseRoute(table.space);
  return (token) => table.loss(token, route);
}

export function difficulty(table: LossTable): Column {
  const [easy, best] = [surprise(table), lowest(table)];
  return (token) => easy(token) - best(token);
}

/** The lowest loss of any route. */
export function lowest(table: LossTable): Column {
  return (token) => {
    let best = Infinity;
    for (let budget = 0; budget <= table.space.layers; budget++) {
      best = Math.min(best, table.lowestWithBudget(token, budget));
    }
    return best;
  };
}
