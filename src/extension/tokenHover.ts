import type { Analysis } from '../core/analysis';
import {
  levelOf,
  LEVELS,
  quantityDependsOnQuestion,
  quantityOf,
  type Quantity,
} from '../core/colourScale';
import { measure, surpriseModule, type Measures } from '../core/measures';
import { unconstrained } from '../core/oracle';
import {
  count,
  difficultyInWords,
  KIND_NAMES,
  kindInWords,
  percent,
  predictedDifficultyInWords,
  QUANTITY_NAMES,
  surpriseInWords,
} from '../core/words';
import type { Question } from '../panel/question';
import { budgets, routes } from './hoverRoutes';
import { chip, legend } from './legend';
import { codeSpan, nats, plain } from './markdown';
import type { DecorationStyle } from './names';
import type { TokenRange } from '../core/tokenSpans';

export interface HoverSubject {
  readonly analysis: Analysis;
  /** What each vocabulary id stands for, for display. */
  readonly vocabulary: readonly string[];
  /** The hovered token, with those inside the same character. */
  readonly range: TokenRange;
  /** False: the text before it has changed since. */
  readonly fresh: boolean;
  readonly quantity: Quantity;
  /** The window's. */
  readonly question: Question;
  readonly decoration: DecorationStyle;
  /** Nats, for the needed compute. */
  readonly tolerance: number;
}

/**
 * Everything there is to say about a token, as Markdown. The token's text and the model's predictions stand in code
 * spans; nothing else in it comes from outside the project.
 */
export function tokenHover(subject: HoverSubject): string {
  const { analysis, quantity, question, range, tolerance } = subject;
  const part = analysis.slice(range.first, range.end);
  const measures = measure(part, { constraint: unconstrained(analysis.model.layers), tolerance });
  const answers = measure(part, { constraint: question.constraint, tolerance });
  const known = part.table.isKnown(0);
  return [
    heading(subject, quantityDependsOnQuestion(quantity) ? answers : measures),
    ...(subject.fresh ? [] : [STALE_NOTE]),
    origin(subject),
    ...(known ? inWords(part, measures) : ['Its losses have not been computed yet.']),
    ...(known ? routes(part, measures, question.asked ? answers : undefined) : []),
    ...(known ? budgets(part, measures, tolerance) : []),
    ...predictions(subject, part),
    ...restOfCharacter(subject, part, measures),
    contextNote(analysis),
    ...(known ? [legend(subject.quantity, subject.decoration, analysis.run.modules)] : []),
  ].join('\n\n');
}

const STALE_NOTE =
  '$(history) **Stale**: the text before this token has changed since the analysis. These numbers are of the text as it ' +
  'was; analyse again for new ones.';

/** The level is that of the colour on screen: of the hardest token inside the character. */
function heading(subject: HoverSubject, measures: Measures): string {
  const { analysis, vocabulary, range, quantity, decoration } = subject;
  const id = analysis.tokens.at(range.first)?.id ?? -1;
  const kind = measures.kinds[0];
  const level = Math.max(
    ...measures.kinds.map((_, at) => levelOf(quantity, quantityOf(measures, quantity, at))),
  );
  const parts = [`**${codeSpan(vocabulary[id] ?? '')}**`];
  if (kind !== undefined) parts.push(`**${KIND_NAMES[kind]}**`);
  if (level > 0) {
    parts.push(
      `${chip(level, decoration)} ${QUANTITY_NAMES[quantity]}: level ${String(level)} of ${String(LEVELS - 1)}`,
    );
  }
  return parts.join(' &nbsp; ');
}

/** Which token it is, and what its predictor saw. */
function origin({ analysis, vocabulary, range }: HoverSubject): string {
  const token = analysis.tokens.at(range.first);
  const before = range.first > 0 ? analysis.tokens.at(range.first - 1) : undefined;
  const number = `Token ${count((token?.index ?? 0) + 1)}`;
  if (token?.index === 0) {
    return `${number}, the first: predicted from nothing but the start of the text.`;
  }
  const last =
    before === undefined ? '' : `, which ends in ${codeSpan(vocabulary[before.id] ?? '')}`;
  return `${number}, predicted from what stands before it${last}.`;
}

function inWords(part: Analysis, measures: Measures): string[] {
  const surprise = measures.surprise[0] ?? Number.NaN;
  const difficulty = measures.difficulty[0] ?? Number.NaN;
  const predicted = part.predictedDifficulty(0);
  const kind = measures.kinds[0];
  return [
    [
      surpriseInWords(surprise, surpriseModule(part.table.space.modules)),
      [
        difficultyInWords(difficulty),
        ...(predicted === undefined ? [] : [predictedDifficultyInWords(predicted)]),
      ].join(' '),
      ...(kind === undefined ? [] : [kindInWords(kind)]),
    ]
      .map((sentence) => `- ${sentence}`)
      .join('\n'),
  ];
}

function predictions({ analysis, vocabulary, range }: HoverSubject, part: Analysis): string[] {
  const actual = analysis.tokens.at(range.first)?.id;
  const list = part.predictions(0).map(({ id, probability }) => {
    const text = `${codeSpan(vocabulary[id] ?? '')} ${percent(probability)}`;
    return id === actual ? `**${text}**` : text;
  });
  if (list.length === 0) return [];
  return [`**All layers big would have expected** ${list.join(', ')}`];
}

/** A character may be cut into several tokens, of which only the first has a place on screen. */
function restOfCharacter(
  { vocabulary, range }: HoverSubject,
  part: Analysis,
  measures: Measures,
): string[] {
  if (range.end - range.first < 2) return [];
  const lines = Array.from(part.tokens, ({ id }, token) => {
    const surprise = measures.surprise[token] ?? Number.NaN;
    const difficulty = measures.difficulty[token] ?? Number.NaN;
    const losses = Number.isNaN(surprise)
      ? 'not computed yet'
      : `surprise ${nats(surprise)}, difficulty ${nats(difficulty)}`;
    return `${String(token + 1)}. ${codeSpan(vocabulary[id] ?? '')}: ${losses}`;
  });
  return [
    `This character is ${String(lines.length)} tokens, coloured by the hardest:`,
    lines.join('\n'),
  ];
}

function contextNote({ model, run }: Analysis): string {
  const context =
    run.context.kind === 'big'
      ? '*big* context: all tokens before it ran with every layer big'
      : '*self* context: the tokens before it ran with the routes chosen for them';
  return `Losses of ${plain(model.name)} in ${context}.`;
}
