import { Failure } from '../core/failure';
import type { Steps } from '../core/steps';
import { explanation, offsetAt, type Explanation } from './explanation';
import { explanationInWords } from './explanationText';
import { hardTokens, type HardTokens } from './hardTokens';
import { hardTokensInWords } from './hardTokensText';
import { HARD_TOKENS_INPUT, TOKEN_INPUT, type ObjectSchema } from './inputSchemas';
import { HARD_TOKENS_OUTPUT, TOKEN_OUTPUT } from './outputSchemas';
import {
  parseHardTokensQuestion,
  parseTokenQuestion,
  type Asked,
  type HardTokensQuestion,
  type TokenQuestion,
} from './question';
import type { Subject } from './subject';
import type { TextLines } from './textLines';

/** UTF-16 offsets: [start, end). */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** Something that an assistant can ask, wherever it does. */
export interface AssistantTool<Question extends Asked = Asked, Answer = object> {
  readonly title: string;
  /** For language models. */
  readonly description: string;
  readonly input: ObjectSchema;
  readonly output: ObjectSchema;
  /** Throws Failure('request') with a sentence for what is no question. */
  readonly parse: (value: unknown) => Question;
  /** Which part of the text has to be analysed for it; `undefined`: all. Throws Failure('request') when there is no such part. */
  readonly part: (question: Question, lines: TextLines) => Span | undefined;
  readonly answer: (subject: Subject, question: Question) => Steps<Answer>;
  readonly inWords: (answer: Answer) => string;
  /** The same question for a shorter answer; `undefined`: there is none. */
  readonly fewer: (question: Question) => Question | undefined;
}

const WHAT_IT_DOES =
  'A small language model with big and small modules (a Duo-LLM) runs on this computer over the text; nothing is sent anywhere.';

export const HARD_TOKENS: AssistantTool<HardTokensQuestion, HardTokens> = {
  title: 'Hard tokens',
  description: `Finds which tokens and lines of a text are hard to predict for a language model, and why: surprise, difficulty (what more compute could win), which layers need their big module, what a trained router does, and what the model expected instead. ${WHAT_IT_DOES} The first question about a text takes about a second per hundred tokens.`,
  input: HARD_TOKENS_INPUT,
  output: HARD_TOKENS_OUTPUT,
  parse: parseHardTokensQuestion,
  part: ({ startLine, endLine }, lines) => {
    if (startLine === undefined && endLine === undefined) return undefined;
    if (startLine !== undefined && startLine > lines.count) {
      throw new Failure(
        'request',
        `There is no line ${String(startLine)}: the text has ${String(lines.count)} lines.`,
      );
    }
    const end = lines.startOf((endLine ?? lines.count) + 1);
    return { start: lines.startOf(startLine ?? 1), end };
  },
  answer: hardTokens,
  inWords: hardTokensInWords,
  fewer: (question) =>
    question.count > 1 ? { ...question, count: Math.floor(question.count / 2) } : undefined,
};

export const EXPLAIN_TOKEN: AssistantTool<TokenQuestion, Explanation> = {
  title: 'Explain token',
  description: `Explains one token of a text, by line and column: its loss and best route at every budget of big layers, the router’s route, and what the model expected in its place. ${WHAT_IT_DOES}`,
  input: TOKEN_INPUT,
  output: TOKEN_OUTPUT,
  parse: parseTokenQuestion,
  part: (place, lines) => {
    const start = offsetAt(lines, place);
    return { start, end: start + 1 };
  },
  answer: (subject, place) => explanation(subject, offsetAt(subject.lines, place)),
  inWords: explanationInWords,
  fewer: () => undefined,
};
