import { quantityOf, type Quantity } from '../core/colourScale';
import { KINDS, measure, type Kind } from '../core/measures';
import type { OracleChoice } from '../core/oracle';
import type { Steps } from '../core/steps';
import { MOST_LINES } from './bounds';
import { Strongest } from './strongest';
import type { Subject } from './subject';

const TOKENS_PER_STEP = 64;

/** What has to be asked of every token. */
export interface Ranking {
  /** Numbers of the hardest tokens in the analysis, hardest first: those of a value above zero. */
  readonly tokens: readonly number[];
  /** How many tokens have a value above zero. */
  readonly tokensAboveZero: number;
  readonly lines: readonly LineSum[];
  readonly linesAboveZero: number;
  readonly kinds: Readonly<Record<Kind, number>>;
  /** Under the constraint. */
  readonly oracle: OracleChoice;
  /** `undefined` of an analysis without expected losses. */
  readonly hindsightFree: OracleChoice | undefined;
}

/** The tokens that begin in a line, together. */
export interface LineSum {
  readonly line: number;
  readonly tokens: number;
  /** Of the quantity, over the tokens that have it. */
  readonly sum: number;
}

/** Ranks tokens and lines by a quantity; of lines, by its sum: what one could win there. */
export function* ranked(subject: Subject, by: Quantity, count: number): Steps<Ranking> {
  const { analysis, constraint, tolerance, lines } = subject;
  const { length } = analysis.tokens;
  const oracle = emptyChoice(length);
  const hindsightFree = analysis.expected && emptyChoice(length);
  const kinds = { easy: 0, computeHelps: 0, uncertain: 0 };
  const strongest = new Strongest<number>(count);
  const sums = new Map<number, LineSum>();
  let tokensAboveZero = 0;
  for (let first = 0; first < length; first += TOKENS_PER_STEP) {
    const part = analysis.slice(first, Math.min(first + TOKENS_PER_STEP, length));
    const measures = measure(part, { constraint, tolerance });
    put(oracle, first, measures.oracle);
    if (measures.hindsightFree) put(hindsightFree, first, measures.hindsightFree.asked);
    for (const kind of KINDS) {
      kinds[kind] += measures.kinds.filter((each) => each === kind).length;
    }
    let at = 0;
    for (const { start } of part.tokens) {
      const value = quantityOf(measures, by, at) ?? 0;
      const line = lines.lineAt(start);
      const { tokens, sum } = sums.get(line) ?? { tokens: 0, sum: 0 };
      sums.set(line, { line, tokens: tokens + 1, sum: sum + value });
      if (value > 0) {
        tokensAboveZero++;
        strongest.add(first + at, value);
      }
      at++;
    }
    yield;
  }
  const hard = [...sums.values()].filter(({ sum }) => sum > 0);
  const hardest = new Strongest<LineSum>(Math.min(count, MOST_LINES));
  for (const line of hard) hardest.add(line, line.sum);
  return {
    ...{ kinds, oracle, hindsightFree, tokensAboveZero },
    tokens: strongest.entries,
    lines: hardest.entries,
    linesAboveZero: hard.length,
  };
}

function emptyChoice(tokens: number): OracleChoice {
  return { routes: new Int32Array(tokens), losses: new Float32Array(tokens) };
}

function put(whole: OracleChoice | undefined, first: number, part: OracleChoice): void {
  whole?.routes.set(part.routes, first);
  whole?.losses.set(part.losses, first);
}
