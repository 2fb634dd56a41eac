import { lossOfChoiceBy } from '../choices';
import { mean, type Column } from '../estimate';
import type { Measured, MeasuredOther } from '../measured';
import type { MeasuredSet } from '../measuredSet';
import { cells, rounded } from '../row';
import { shareOfAdvantage } from './hindsight';

/** Hindsight, estimated with the help of another model. */
export interface OtherRow {
  readonly [column: string]: string | number | null;
  /** SHA-256 of the reported bundle's `duo.json`. */
  readonly model: string;
  /** SHA-256 of the sample. */
  readonly sample: string;
  readonly extent: string;
  readonly other: string;
  readonly otherSha256: string;
  readonly otherTokens: number | null;
  readonly otherSeed: number | null;
  readonly set: string;
  readonly budget: number;
  /** Whose table the routes are scored in: `model` or `other`. */
  readonly scoredIn: 'model' | 'other';
  /**
   * What chose the routes: the expectation (over sampled labels) of either model, the mean of both, or the other's oracle, which
   * knows the answer.
   */
  readonly chosenBy: string;
  /** Nats per token. */
  readonly meanLoss: number | null;
  /** The part of the oracle's advantage over the fixed route that is gone, with its 95 % interval. */
  readonly share: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

export const CHOSEN_BY = {
  own: 'this model’s expectation',
  other: 'the other’s expectation',
  mean: 'the mean of both expectations',
  oracle: 'the other’s oracle',
} as const;

/** Every other model, set and budget at which there is something to choose. */
export function otherRows(measured: Measured): OtherRow[] {
  return measured.others.flatMap((other) =>
    measured.sets.flatMap((set) => rowsOf(measured, other, set)),
  );
}

function rowsOf(
  { model, sample, extent }: Measured,
  other: MeasuredOther,
  set: MeasuredSet,
): OtherRow[] {
  const opinion = other.sets[set.name];
  const budgets = Array.from({ length: set.table.space.layers - 1 }, (_, at) => at + 1);
  return budgets.flatMap((budget) => {
    const row = (
      scoredIn: OtherRow['scoredIn'],
      chosenBy: string,
      advisers: readonly MeasuredSet['expected'][],
    ): OtherRow[] => {
      const present = advisers.filter((adviser) => adviser !== undefined);
      if (present.length < advisers.length) return [];
      const { table } = scoredIn === 'model' ? set : opinion;
      const choice: Column = lossOfChoiceBy(table, present, budget);
      const { share } = shareOfAdvantage({ table, documents: set.documents }, choice, budget);
      return [
        {
          model: model.sha256,
          sample,
          extent: extent.name,
          other: other.name,
          otherSha256: other.sha256,
          otherTokens: other.trainedTokens,
          otherSeed: other.seed,
          set: set.name,
          budget,
          scoredIn,
          chosenBy,
          meanLoss: rounded(mean(set.documents, choice).value),
          ...cells('share', share),
        },
      ];
    };
    return [
      ...row('other', CHOSEN_BY.other, [opinion.expected]),
      ...row('model', CHOSEN_BY.own, [set.expected]),
      ...row('model', CHOSEN_BY.other, [opinion.expected]),
      ...row('model', CHOSEN_BY.mean, [set.expected, opinion.expected]),
      ...row('model', CHOSEN_BY.oracle, [opinion.table]),
    ];
  });
}
