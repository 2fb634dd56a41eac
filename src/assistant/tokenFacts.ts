import type { Analysis } from '../core/analysis';
import { quantityOf, type Quantity } from '../core/colourScale';
import { measure, surpriseModule, type Kind, type Measures } from '../core/measures';
import { atConstraint, oracleByBudget, unconstrained, type OracleChoice } from '../core/oracle';
import { formatModules } from '../core/routes';
import { difficultyInWords, surpriseInWords } from '../core/words';
import { CLIP } from './bounds';
import { clipped, clippedBefore } from './clipped';
import { rounded } from './rounded';
import type { Subject } from './subject';
import type { Place } from './textLines';

/** A token in a few numbers. Losses in nats; `null` where one does not exist. */
export interface TokenFacts extends Place {
  /** Clipped; of a token that only continues a character: its bytes, like `\xE2\x82`. */
  readonly text: string;
  /** What stands before and after it, with the token between `⟦` and `⟧`. */
  readonly surrounding: string;
  readonly surprise: number | null;
  readonly difficulty: number | null;
  readonly kind: Kind | null;
  /** The smallest number of big layers that comes near the best. */
  readonly neededBudget: number | null;
  /** The best of all routes. */
  readonly best: RouteFacts | null;
  /** The best within the budget, chosen knowing the token. */
  readonly oracle: RouteFacts | null;
  /** The one within the budget that is chosen not knowing the token. */
  readonly withoutHindsight: RouteFacts | null;
  readonly router: (RouteFacts & { readonly regret: number | null }) | null;
  /** The likeliest tokens in its place, with all layers big. */
  readonly expected: readonly { readonly text: string; readonly probability: number | null }[];
  /** A sentence or two. */
  readonly why: string;
}

export interface RouteFacts {
  /** Lowest layer first: `s` small, `B` big, `-` skip. */
  readonly route: string;
  readonly bigLayers: number;
  /** In the table; `null` for a route outside it. */
  readonly loss: number | null;
}

/** A token that was ranked. */
export interface RankedToken extends TokenFacts {
  /** Of the quantity that the tokens are ranked by. */
  readonly value: number | null;
}

/** `token`: its number in the analysis. */
export function rankedToken(subject: Subject, by: Quantity, token: number): RankedToken {
  const { facts, measures } = factsOf(subject, token);
  return { ...facts, value: rounded(quantityOf(measures, by, 0)) };
}

export function factsOf(
  subject: Subject,
  token: number,
): { readonly facts: TokenFacts; readonly part: Analysis; readonly measures: Measures } {
  const { analysis, constraint, tolerance, lines, vocabulary } = subject;
  const part = analysis.slice(token, token + 1);
  const measures = measure(part, { constraint, tolerance });
  const { start, end, id } = part.tokens.at(0) ?? missing(token);
  const { text } = subject;
  const spelled = start === end ? (vocabulary[id] ?? '') : text.slice(start, end);
  const shown = clipped(spelled, CLIP.token);
  const [before, after] = [clippedBefore(text.slice(0, start), CLIP.before), text.slice(end)];
  const facts = {
    ...lines.placeOf(start),
    text: shown,
    surrounding: `${before}⟦${shown}⟧${clipped(after, CLIP.after)}`,
    surprise: rounded(measures.surprise[0]),
    difficulty: rounded(measures.difficulty[0]),
    kind: measures.kinds[0] ?? null,
    neededBudget: budgetOrNull(measures.neededBudget[0]),
    best: routeFacts(part, bestOfAll(part)),
    oracle: routeFacts(part, measures.oracle),
    withoutHindsight: measures.hindsightFree
      ? routeFacts(part, measures.hindsightFree.asked)
      : null,
    router: routerFacts(part, measures),
    expected: part.predictions(0).map((prediction) => ({
      text: clipped(vocabulary[prediction.id] ?? '', CLIP.token),
      probability: rounded(prediction.probability),
    })),
    why: whyInWords(part, measures),
  };
  return { facts, part, measures };
}

function bestOfAll({ table, model }: Analysis): OracleChoice {
  const any = unconstrained(model.layers);
  return atConstraint(oracleByBudget(table, any.layers, false), table.tokens, any);
}

/** Of a part of one token. */
function routeFacts({ table }: Analysis, { routes, losses }: OracleChoice): RouteFacts | null {
  const route = routes[0] ?? -1;
  if (route < 0) return null;
  const { space } = table;
  return {
    route: space.format(route),
    bigLayers: space.bigCount(route),
    loss: rounded(losses[0]),
  };
}

function routerFacts(part: Analysis, measures: Measures): TokenFacts['router'] {
  const modules = part.routerRoute(0);
  if (modules === undefined) return null;
  return {
    route: formatModules(modules),
    bigLayers: modules.filter((module) => module === 'big').length,
    loss: rounded(measures.routerLoss[0]),
    regret: rounded(measures.regret[0]),
  };
}

function whyInWords({ run }: Analysis, { surprise, difficulty }: Measures): string {
  const [surprised = Number.NaN] = surprise;
  const [gap = Number.NaN] = difficulty;
  if (Number.isNaN(surprised)) return 'Its losses are not known.';
  const sentences = [
    surpriseInWords(surprised, surpriseModule(run.modules)),
    difficultyInWords(gap),
  ];
  return sentences.join(' ');
}

function budgetOrNull(budget = -1): number | null {
  return budget < 0 ? null : budget;
}

function missing(token: number): never {
  throw new RangeError(`No token ${String(token)}`);
}
