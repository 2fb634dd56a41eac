import { QUANTITIES } from '../core/colourScale';
import { KINDS } from '../core/measures';
import { MODULES } from '../core/module';
import type { ObjectSchema } from './inputSchemas';

// JSON Schemas of the answers; what their fields mean is said in the types that they describe.

const TEXT = { type: 'string' } as const;
const COUNT = { type: 'integer', minimum: 0 } as const;
const FLAG = { type: 'boolean' } as const;
const NUMBER = { type: ['number', 'null'] } as const;

function object(properties: Readonly<Record<string, object>>): ObjectSchema {
  return {
    type: 'object',
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
  };
}

function listOf(items: object): object {
  return { type: 'array', items };
}

function orNull(schema: object): object {
  return { anyOf: [schema, { type: 'null' }] };
}

const ORIGIN = {
  source: TEXT,
  model: TEXT,
  layers: COUNT,
  modules: listOf({ enum: MODULES }),
  provider: TEXT,
  context: { enum: ['big', 'self'] },
  tokens: COUNT,
} as const;

const ROUTE = { route: TEXT, bigLayers: COUNT, loss: NUMBER } as const;

const TOKEN = {
  line: COUNT,
  column: COUNT,
  text: TEXT,
  surrounding: TEXT,
  surprise: NUMBER,
  difficulty: NUMBER,
  kind: { enum: [...KINDS, null] },
  neededBudget: NUMBER,
  best: orNull(object(ROUTE)),
  oracle: orNull(object(ROUTE)),
  withoutHindsight: orNull(object(ROUTE)),
  router: orNull(object({ ...ROUTE, regret: NUMBER })),
  expected: listOf(object({ text: TEXT, probability: NUMBER })),
  why: TEXT,
} as const;

const FIGURES = object({
  budget: COUNT,
  atMost: FLAG,
  small: NUMBER,
  big: NUMBER,
  oracle: NUMBER,
  withoutHindsight: NUMBER,
  fixed: orNull(object({ route: TEXT, perplexity: NUMBER })),
  router: orNull(
    object({ name: TEXT, bigLayers: NUMBER, perplexity: NUMBER, ownPerplexity: NUMBER }),
  ),
  hindsight: orNull(object({ share: NUMBER, inWords: TEXT })),
});

/** Of `HardTokens`. */
export const HARD_TOKENS_OUTPUT = object({
  ...ORIGIN,
  figures: FIGURES,
  kinds: object(Object.fromEntries(KINDS.map((kind) => [kind, COUNT]))),
  by: { enum: QUANTITIES },
  meaning: TEXT,
  hardest: listOf(object({ ...TOKEN, value: NUMBER })),
  moreTokens: COUNT,
  hardestLines: listOf(
    object({ line: COUNT, text: TEXT, tokens: COUNT, sum: NUMBER, mean: NUMBER }),
  ),
  moreLines: COUNT,
  notes: listOf(TEXT),
});

/** Of `Explanation`. */
export const TOKEN_OUTPUT = object({
  ...ORIGIN,
  index: COUNT,
  token: object(TOKEN),
  tokensOfCharacter: COUNT,
  small: NUMBER,
  big: NUMBER,
  routerOwnLoss: NUMBER,
  predictedDifficulty: NUMBER,
  budget: COUNT,
  atMost: FLAG,
  byBudget: listOf(
    object({
      budget: COUNT,
      route: { type: ['string', 'null'] },
      loss: NUMBER,
      withoutHindsight: NUMBER,
    }),
  ),
  notes: listOf(TEXT),
});
