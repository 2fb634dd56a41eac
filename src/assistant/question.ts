import { QUANTITIES, type Quantity } from '../core/colourScale';
import { MODULE_LISTS, type ModuleList } from '../core/module';
import { DEFAULT_TOKENS, MOST_TOKENS } from './bounds';
import { Inputs } from './inputs';
import type { Place } from './textLines';

/** What every question says. What is left out is chosen by whoever answers. */
export interface Asked {
  /** A path, or the address of an open document; `undefined`: `text`, or neither. */
  readonly file: string | undefined;
  readonly text: string | undefined;
  readonly modules: ModuleList | undefined;
  readonly router: string | undefined;
  readonly budget: number | undefined;
  readonly atMost: boolean;
}

/** Which tokens are hard, and why. */
export interface HardTokensQuestion extends Asked {
  /** From 1; `undefined`: the first. */
  readonly startLine: number | undefined;
  /** Inclusive; `undefined`: the last. */
  readonly endLine: number | undefined;
  readonly by: Quantity;
  readonly count: number;
}

/** All about one token. */
export interface TokenQuestion extends Asked, Place {}

export const MODULE_CHOICES = MODULE_LISTS.map((modules) => modules.join(','));

/** Throws Failure('request') with a sentence for anything that is no such question. */
export function parseHardTokensQuestion(value: unknown): HardTokensQuestion {
  const inputs = new Inputs(value);
  const question = {
    ...asked(inputs),
    startLine: inputs.wholeNumber('startLine', 1),
    endLine: inputs.wholeNumber('endLine', 1),
    by: inputs.oneOf('by', QUANTITIES) ?? 'difficulty',
    count: inputs.wholeNumber('count', 1, MOST_TOKENS) ?? DEFAULT_TOKENS,
  };
  inputs.end();
  const { startLine = 1, endLine = startLine } = question;
  if (endLine < startLine) throw inputs.wrong('"endLine" comes before "startLine"');
  return question;
}

/** Likewise. */
export function parseTokenQuestion(value: unknown): TokenQuestion {
  const inputs = new Inputs(value);
  const question = {
    ...asked(inputs),
    line: inputs.required('line', inputs.wholeNumber('line', 1)),
    column: inputs.required('column', inputs.wholeNumber('column', 1)),
  };
  inputs.end();
  return question;
}

function asked(inputs: Inputs): Asked {
  const question = {
    file: inputs.text('file'),
    text: inputs.text('text'),
    modules: inputs.oneOf('modules', MODULE_CHOICES),
    router: inputs.text('router'),
    budget: inputs.wholeNumber('budget', 0),
    atMost: inputs.flag('atMost') ?? false,
  };
  if (question.file !== undefined && question.text !== undefined) {
    throw inputs.wrong('give "file" or "text", not both');
  }
  if (question.file === '') throw inputs.wrong('"file" is empty');
  if (question.atMost && question.budget === undefined) {
    throw inputs.wrong('"atMost" needs "budget"');
  }
  const modules = MODULE_LISTS.find((list) => list.join(',') === question.modules);
  return { ...question, modules };
}
