import { Failure } from '../core/failure';
import { atBudget } from '../core/oracle';
import type { Steps } from '../core/steps';
import { characterAt } from '../core/tokenSpans';
import { notesOn } from './notes';
import { originOf, type Origin } from './origin';
import { rounded } from './rounded';
import type { Subject } from './subject';
import type { Place, TextLines } from './textLines';
import { factsOf, type TokenFacts } from './tokenFacts';

/** All about one token. */
export interface Explanation extends Origin {
  /** Number in the text, from 0. */
  readonly index: number;
  readonly token: TokenFacts;
  /** Of the character at this place, when several make it: the first of them is explained. */
  readonly tokensOfCharacter: number;
  /** Nats with one module at every layer. */
  readonly small: number | null;
  readonly big: number | null;
  /** In the router's own run. */
  readonly routerOwnLoss: number | null;
  /** What the model foresaw of the difficulty without the token. */
  readonly predictedDifficulty: number | null;
  /** The budget that `oracle` and `withoutHindsight` are about. */
  readonly budget: number;
  readonly atMost: boolean;
  readonly byBudget: readonly BudgetFacts[];
  readonly notes: readonly string[];
}

/** The best route with exactly so many big layers, or at most; losses in nats. */
export interface BudgetFacts {
  readonly budget: number;
  readonly route: string | null;
  readonly loss: number | null;
  /** Of the route that is chosen without the answer. */
  readonly withoutHindsight: number | null;
}

/** Throws Failure('request') when there is no such place in the text. */
export function offsetAt(lines: TextLines, { line, column }: Place): number {
  if (line > lines.count) {
    throw new Failure(
      'request',
      `There is no line ${String(line)}: the text has ${String(lines.count)} lines.`,
    );
  }
  const { length } = lines.textOf(line);
  // The end of a line is a token too.
  const last = line < lines.count ? length + 1 : length;
  if (column > last) {
    throw new Failure(
      'request',
      `Line ${String(line)} has no column ${String(column)}: it ends at ${String(last)}.`,
    );
  }
  return lines.startOf(line) + column - 1;
}

/** Of the token that owns the character at an offset. Throws Failure('request') when the analysis has none there. */
export function* explanation(subject: Subject, offset: number): Steps<Explanation> {
  const { analysis, constraint } = subject;
  const character = characterAt(analysis.tokens, offset);
  if (character === undefined) throw new Failure('request', 'There is no token at this place.');
  const { facts, part, measures } = factsOf(subject, character.first);
  const { table } = part;
  const { space } = table;
  const { byBudget, hindsightFree } = measures;
  const loss = (module: 'small' | 'big'): number | null =>
    rounded(table.loss(0, space.uniform(module) ?? -1));
  return {
    ...originOf({ ...subject, analysis: part }),
    index: part.tokens.at(0)?.index ?? 0,
    token: facts,
    tokensOfCharacter: character.end - character.first,
    ...{ small: loss('small'), big: loss('big') },
    routerOwnLoss: rounded(part.ownLoss(0)),
    predictedDifficulty: rounded(part.predictedDifficulty(0)),
    budget: constraint.budget ?? space.layers,
    atMost: constraint.atMost,
    byBudget: Array.from({ length: space.layers + 1 }, (_, budget) => {
      const { routes, losses } = atBudget(byBudget, 1, budget);
      const route = routes[0] ?? -1;
      const free = hindsightFree && atBudget(hindsightFree.byBudget, 1, budget);
      return {
        budget,
        route: route < 0 ? null : space.format(route),
        loss: route < 0 ? null : rounded(losses[0]),
        withoutHindsight: rounded(free?.losses[0]),
      };
    }),
    notes: yield* notesOn(part, new Set([facts.kind])),
  };
}
