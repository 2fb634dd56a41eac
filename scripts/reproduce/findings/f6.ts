import { estimate, ratio, sign, sumsOf, type Estimate } from '../estimate';
import type { MeasuredSet } from '../measuredSet';
import { topOf } from '../ranking';
import { difficulty, surprise } from '../tables/difficulty';
import { percent } from '../words';
import { finding, type Condition, type Finding } from './finding';

export interface F6Numbers {
  readonly set: string;
  /** Of the highest tenth by loss, the share that is also in the highest tenth by gap. */
  readonly overlap: Estimate;
  /** Share of tokens that begin a line: in the highest tenth by loss minus in that by gap; `undefined` in prose. */
  readonly lineInitial: Estimate | undefined;
}

/** Of the paper's figures: the highest tokens. */
const HIGHEST = 0.1;
/** If more of the tokens of high loss were also those of a large gap, loss would tell where compute helps. */
const MOST_OVERLAP = 0.75;

export function f6(sets: readonly MeasuredSet[]): Finding {
  return finding({
    id: 'F6',
    claim:
      'Difficulty is relative: a high loss does not mean that compute helps. In code, first tokens of lines top the ranking by loss but not that by loss gap.',
    context: 'big',
    conditions: sets.flatMap((set) => conditionsOfF6(numbersOf(set))),
  });
}

function numbersOf(set: MeasuredSet): F6Numbers {
  const byLoss = topOf(set, surprise(set.table), HIGHEST);
  const byGap = topOf(set, difficulty(set.table), HIGHEST);
  const begins = (token: number): boolean => set.lineInitial[token] === 1;
  const units = sumsOf(set.documents, [
    (token) => Number(byLoss(token) && begins(token)),
    (token) => Number(byLoss(token)),
    (token) => Number(byGap(token) && begins(token)),
    (token) => Number(byGap(token)),
  ]);
  return {
    set: set.name,
    overlap: ratio(
      set.documents,
      (token) => Number(byLoss(token) && byGap(token)),
      (token) => Number(byLoss(token)),
    ),
    lineInitial:
      set.name === 'code'
        ? estimate(units, ([a = 0, n = 0, b = 0, m = 0]) => a / n - b / m)
        : undefined,
  };
}

export function conditionsOfF6({ set, overlap, lineInitial }: F6Numbers): Condition[] {
  const shared = {
    says: `${set}: of the highest tenth by loss, ${percent(overlap)} are in the highest tenth by gap`,
    holds: (overlap.value ?? 1) < MOST_OVERLAP,
  };
  if (lineInitial === undefined) return [shared];
  return [
    shared,
    {
      says: `${set}: the share of first tokens of lines is higher by ${percent(lineInitial)} (points) in the highest tenth by loss than in that by gap`,
      holds: sign(lineInitial) > 0,
    },
  ];
}
