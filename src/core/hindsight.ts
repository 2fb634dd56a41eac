import { bootstrapInSteps, enough, ratios, type Interval } from './bootstrap';
import type { FixedChoice } from './fixed';
import type { LossTable } from './lossTable';
import { meanOf, orNull } from './means';
import { atBudget, type OracleChoice } from './oracle';
import type { Steps } from './steps';

/** Labels per token that the all-big model draws: over them the losses of the routes are expected. */
export const LABELS = 16;

/**
 * How much of the oracle's advantage at one budget comes from knowing the answer: what no router could have, since it must
 * decide before the token is there. Nats per known token; `null` where a number does not exist.
 */
export interface Hindsight {
  readonly budget: number;
  /** Of the routes chosen without hindsight. */
  readonly meanLoss: number | null;
  /** What the oracle wins over the fixed route of this budget. */
  readonly advantage: number | null;
  /** The part of the advantage that is gone without hindsight. Above 1: then the fixed route does better than the choice without. */
  readonly share: number | null;
  /** 95 % of the share; `null` also of a text too short to say. */
  readonly interval: Interval | null;
}

/** Choices at every budget, all under one question. */
export interface Choices {
  /** [budgets, tokens] */
  readonly oracle: OracleChoice;
  /** [budgets, tokens] what is chosen without hindsight, with its true losses. */
  readonly hindsightFree: OracleChoice;
  /** [budgets] of the whole text. */
  readonly fixed: readonly (FixedChoice | undefined)[];
}

/** Tokens that follow each other resemble each other; those of different blocks much less. */
const TOKENS_PER_BLOCK = 32;
const BLOCKS_PER_STEP = 32;

/** Hindsight by budget 0..L. */
export function* hindsightByBudget(table: LossTable, choices: Choices): Steps<Hindsight[]> {
  const blocks = yield* sumsByBlock(table, choices);
  const total = blocks.reduce(added, new Float64Array(2 * choices.fixed.length));
  const intervals = yield* bootstrapInSteps(enough(blocks), ratios);
  const hindsight: Hindsight[] = [];
  for (const [budget, share] of ratios(total).entries()) {
    yield;
    const exists = choices.fixed[budget] !== undefined;
    const { losses } = atBudget(choices.hindsightFree, table.tokens, budget);
    hindsight.push({
      budget,
      meanLoss: orNull(meanOf(losses)),
      advantage: exists ? (total[2 * budget + 1] ?? 0) / table.knownCount : null,
      share: orNull(share),
      interval: Number.isNaN(share) ? null : (intervals[budget] ?? null),
    });
  }
  return hindsight;
}

/**
 * One entry per block of consecutive known tokens: [budgets, 2] the sums of what is lost without hindsight to the oracle, and
 * of what the oracle wins over the fixed route; 0 at budgets without routes.
 */
function* sumsByBlock(
  table: LossTable,
  { oracle, hindsightFree, fixed }: Choices,
): Steps<Float64Array[]> {
  const { tokens } = table;
  const blocks: Float64Array[] = [];
  let counted = 0;
  for (let token = 0; token < tokens; token++) {
    if (!table.isKnown(token)) continue;
    if (counted % TOKENS_PER_BLOCK === 0) blocks.push(new Float64Array(2 * fixed.length));
    if (counted++ % (BLOCKS_PER_STEP * TOKENS_PER_BLOCK) === 0) yield;
    const sums = blocks.at(-1) ?? new Float64Array();
    fixed.forEach((choice, budget) => {
      if (choice === undefined) return;
      const at = budget * tokens + token;
      const best = oracle.losses[at] ?? Number.NaN;
      const gone = (hindsightFree.losses[at] ?? Number.NaN) - best;
      const won = table.loss(token, choice.route) - best;
      sums[2 * budget] = (sums[2 * budget] ?? 0) + gone;
      sums[2 * budget + 1] = (sums[2 * budget + 1] ?? 0) + won;
    });
  }
  return blocks;
}

function added(sums: Float64Array, block: Float64Array): Float64Array {
  return sums.map((sum, at) => sum + (block[at] ?? 0));
}
