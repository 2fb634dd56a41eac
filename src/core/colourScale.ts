import type { Measures } from './measures';

/** What a token can be coloured by. */
export const QUANTITIES = [
  'difficulty',
  'surprise',
  'neededCompute',
  'regret',
  'shortfall',
  'oracleLoss',
] as const;
export type Quantity = (typeof QUANTITIES)[number];

/** True: its colours change with the budget and the layers that are asked for. */
export function quantityDependsOnQuestion(quantity: Quantity): boolean {
  return quantity === 'shortfall' || quantity === 'oracleLoss';
}

/** Colour levels: 0 is not coloured, LEVELS - 1 is the strongest. */
export const LEVELS = 7;

/**
 * Where levels 1 to 6 begin. Fixed, so that colours mean the same in every document. Nats; needed compute is the needed
 * budget as a share of the layers, where any need at all is coloured.
 */
const STEPS: Readonly<Record<Quantity, readonly number[]>> = {
  difficulty: [0.25, 0.5, 1, 1.5, 2, 3],
  surprise: [1, 2, 3, 4.5, 6, 9],
  neededCompute: [0.01, 0.2, 0.35, 0.5, 0.65, 0.8],
  regret: [0.25, 0.5, 1, 1.5, 2, 3],
  // The scales of what they are at no big layers: the difficulty and the surprise.
  shortfall: [0.25, 0.5, 1, 1.5, 2, 3],
  oracleLoss: [1, 2, 3, 4.5, 6, 9],
};

/** The values at which the levels from 1 on begin, for legends. */
export function levelSteps(quantity: Quantity): readonly number[] {
  return STEPS[quantity];
}

/** The level of a value; a value that does not exist is not coloured. */
export function levelOf(quantity: Quantity, value: number | undefined): number {
  if (value === undefined) return 0;
  return STEPS[quantity].filter((step) => value >= step).length;
}

/** A token's quantity; `undefined` while not known, or when it does not exist for the token. */
export function quantityOf(
  measures: Measures,
  quantity: Quantity,
  token: number,
): number | undefined {
  const value = read(measures, quantity, token);
  return Number.isNaN(value) ? undefined : value;
}

function read(measures: Measures, quantity: Quantity, token: number): number {
  switch (quantity) {
    case 'difficulty':
    case 'surprise':
    case 'regret':
    case 'shortfall':
      return measures[quantity][token] ?? Number.NaN;
    case 'oracleLoss':
      return measures.oracle.losses[token] ?? Number.NaN;
    case 'neededCompute': {
      const budget = measures.neededBudget[token] ?? -1;
      return budget < 0 ? Number.NaN : budget / measures.constraint.layers.length;
    }
  }
}

/** The colours of levels 1 to 6 on one ground. */
export interface Palette {
  /** `#rrggbb`, weakest first. */
  readonly levels: readonly string[];
  /** Text on any of them has a contrast of at least 4.5. */
  readonly text: string;
}

/**
 * Purple over red to orange, as inferno-like colour maps run: a lightness that moves away from the ground step by step and
 * a course from blue to yellow keep the order under every kind of colour blindness and in grey print. The extension's theme
 * colours are these, made translucent.
 */
export const PALETTES: Readonly<Record<'dark' | 'light', Palette>> = {
  dark: {
    levels: ['#331d54', '#521e58', '#711f51', '#8e223e', '#a62d19', '#a64e00'],
    text: '#ffffff',
  },
  light: {
    levels: ['#f7e4f8', '#fecce8', '#feb9ca', '#fea6a3', '#ff946f', '#fe821b'],
    text: '#000000',
  },
};
