import { QUANTITIES } from '../core/colourScale';
import { DEFAULT_TOKENS, MOST_TOKENS } from './bounds';
import { MODULE_CHOICES } from './question';

// JSON Schemas of what `question.ts` reads, with what a language model has to know of each input. VS Code reads them from
// package.json; a test compares the two.

/** As far as the schemas need it. */
export interface ObjectSchema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, object>>;
  readonly required?: readonly string[];
  readonly additionalProperties: false;
}

const SOURCE = {
  file: {
    type: 'string',
    description:
      'Path of a text file: absolute, or relative to the working folder (in VS Code: to a workspace folder; the name of an unsaved document does too). In VS Code, without file and text, the document of the active editor is meant.',
  },
  text: { type: 'string', description: 'A text to analyse instead of a file.' },
} as const;

const RUN = {
  budget: {
    type: 'integer',
    minimum: 0,
    description:
      'How many layers may be big. Left out: as many as the router was trained for. Difficulty and surprise do not depend on it.',
  },
  atMost: {
    type: 'boolean',
    description: 'With budget: up to so many big layers instead of exactly so many.',
  },
  modules: {
    type: 'string',
    enum: MODULE_CHOICES,
    description:
      'The modules that a layer can take. Left out: small,big, or what the settings say.',
  },
  router: {
    type: 'string',
    description:
      'Name of the router to compare with, or none. Left out: the model’s first for these modules.',
  },
} as const;

export const HARD_TOKENS_INPUT: ObjectSchema = {
  type: 'object',
  properties: {
    ...SOURCE,
    startLine: {
      type: 'integer',
      minimum: 1,
      description: 'First line that is asked about, from 1. What stands before it is context.',
    },
    endLine: { type: 'integer', minimum: 1, description: 'Last line that is asked about.' },
    by: {
      type: 'string',
      enum: QUANTITIES,
      description:
        'What hard means: difficulty (default; nats that the best route wins over all layers small), surprise (loss with all layers small), neededCompute (share of big layers needed), regret (nats that the router loses to the oracle), shortfall and oracleLoss (of the best route within the budget).',
    },
    count: {
      type: 'integer',
      minimum: 1,
      maximum: MOST_TOKENS,
      description: `How many tokens to list, ${String(DEFAULT_TOKENS)} by default.`,
    },
    ...RUN,
  },
  additionalProperties: false,
};

export const TOKEN_INPUT: ObjectSchema = {
  type: 'object',
  properties: {
    ...SOURCE,
    line: { type: 'integer', minimum: 1, description: 'Line of the token, from 1.' },
    column: {
      type: 'integer',
      minimum: 1,
      description: 'Column of one of its characters, from 1, in UTF-16 units as in VS Code.',
    },
    ...RUN,
  },
  required: ['line', 'column'],
  additionalProperties: false,
};
