import type { Quantity } from '../core/colourScale';
import { surpriseModule, type Kind } from '../core/measures';
import type { Steps } from '../core/steps';
import { quantityMeaning } from '../core/words';
import { fitting, ROOM } from './bounds';
import { figuresOf, type Figures } from './figures';
import { hardLine, lineInWords, type HardLine } from './hardLine';
import { notesOn } from './notes';
import { originOf, type Origin } from './origin';
import type { HardTokensQuestion } from './question';
import { ranked } from './ranking';
import type { Subject } from './subject';
import { tokenInWords } from './rankedTokenText';
import { rankedToken, type RankedToken } from './tokenFacts';

/** Which tokens are hard, and why: at most `MOST_CHARACTERS`, whatever the text. */
export interface HardTokens extends Origin {
  readonly figures: Figures;
  readonly kinds: Readonly<Record<Kind, number>>;
  readonly by: Quantity;
  /** What that is. */
  readonly meaning: string;
  /** Hardest first. */
  readonly hardest: readonly RankedToken[];
  /** How many more have a value above zero. */
  readonly moreTokens: number;
  readonly hardestLines: readonly HardLine[];
  readonly moreLines: number;
  readonly notes: readonly string[];
}

/** In steps, since of a long text it takes a while. */
export function* hardTokens(
  subject: Subject,
  { by, count }: Pick<HardTokensQuestion, 'by' | 'count'>,
): Steps<HardTokens> {
  const { analysis, lines } = subject;
  const ranking = yield* ranked(subject, by, count);
  const figures = yield* figuresOf(subject, ranking);
  const facts: RankedToken[] = [];
  for (const token of ranking.tokens) {
    facts.push(rankedToken(subject, by, token));
    yield;
  }
  const hardest = fitting(facts, ROOM.tokens, tokenInWords);
  const hardestLines = fitting(
    ranking.lines.map((line) => hardLine(line, lines.textOf(line.line))),
    ROOM.lines,
    lineInWords,
  );
  return {
    ...originOf(subject),
    ...{ figures, kinds: ranking.kinds, by },
    meaning: quantityMeaning(by, surpriseModule(analysis.run.modules)),
    ...{ hardest, moreTokens: ranking.tokensAboveZero - hardest.length },
    ...{ hardestLines, moreLines: ranking.linesAboveZero - hardestLines.length },
    notes: yield* notesOn(analysis, new Set(hardest.map(({ kind }) => kind))),
  };
}
