import type { Analysis } from '../core/analysis';
import type { Steps } from '../core/steps';

/**
 * Large arrays travel to the page in parts of so many tokens, and while an analysis grows only the parts that have changed:
 * VS Code copies a message in one stretch, in which the extension host does nothing else, and of a long text all tokens at
 * once would take longer than anybody who types should wait.
 */
export const PART_TOKENS = 2048;

/** Some of the columns of a whole, for consecutive tokens. A column has one value per token, or the same number of values. */
export interface Part<Columns> {
  /** Which whole: each that begins anew has a higher number. */
  readonly of: number;
  /** The first token. */
  readonly first: number;
  readonly columns: Partial<Columns>;
}

/** Ends the parts of a whole as it is now. Where no part came, a column has what it has for a token that is not known. */
export interface Parts {
  readonly of: number;
  /** Tokens of the whole. */
  readonly count: number;
  /** How many parts were sent since the whole began. */
  readonly sent: number;
}

/** What is made of some tokens. */
export interface Made<Columns, Tally> {
  /** To be sent; `undefined`: nothing. */
  readonly columns: Partial<Columns> | undefined;
  /** What the whole needs of it besides. */
  readonly tally: Tally;
}

/** `isFirst`: nothing of this part was sent before. */
export type MakePart<Columns, Tally> = (part: Analysis, isFirst: boolean) => Made<Columns, Tally>;

/** Sends a whole in parts, and of one that has grown the parts that have changed. */
export class PartSender<Columns, Tally> {
  private of = 0;
  private sent = 0;
  private about: readonly unknown[] | undefined;
  private done: { readonly knowledge: number; readonly tally: Tally }[] = [];

  constructor(private readonly send: (part: Part<Columns>) => void) {}

  /** In the order of the tokens, as far as they were sent last. */
  get tallies(): readonly Tally[] {
    return this.done.map(({ tally }) => tally);
  }

  /**
   * `about`: what the parts depend on besides what is known of their tokens. While it is the same, the whole grows; else
   * it begins anew. When the steps are not taken to their end, what was sent counts all the same.
   */
  *parts(
    analysis: Analysis,
    about: readonly unknown[],
    make: MakePart<Columns, Tally>,
  ): Steps<Parts> {
    if (!about.every((each, at) => each === this.about?.[at])) this.begin(about);
    const { length } = analysis.tokens;
    for (let first = 0, at = 0; first < length; first += PART_TOKENS, at++) {
      yield;
      const part = analysis.slice(first, Math.min(first + PART_TOKENS, length));
      const knowledge = knowledgeOf(part);
      const before = this.done[at];
      if (before?.knowledge === knowledge) continue;
      const { columns, tally } = make(part, before === undefined);
      this.done[at] = { knowledge, tally };
      if (columns === undefined) continue;
      this.sent++;
      this.send({ of: this.of, first, columns });
    }
    return { of: this.of, count: length, sent: this.sent };
  }

  private begin(about: readonly unknown[]): void {
    this.of++;
    this.sent = 0;
    this.about = about;
    this.done = [];
  }
}

/** How much is known of an analysis: it grows with everything that arrives. */
export function knowledgeOf(analysis: Analysis): number {
  const { table, expected, ownLosses, predictedDifficulties } = analysis;
  const tables = table.knownCount + (expected?.knownCount ?? 0);
  return tables + numbersIn(ownLosses) + numbersIn(predictedDifficulties);
}

function numbersIn(values: Float32Array): number {
  let count = 0;
  // eslint-disable-next-line @typescript-eslint/prefer-for-of -- iterating a typed array takes 2.5 times as long
  for (let at = 0; at < values.length; at++) if (!Number.isNaN(values[at])) count++;
  return count;
}
