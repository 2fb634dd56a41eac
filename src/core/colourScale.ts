import type { Measures } from './measures';

/** What a token can be coloured by. */
export const QUANTITIES = ['difficulty', 'surprise', 'neededCompute', 'regret'] as const;
export type Quantity = (typeof QUANTITIES)[number];

/** Colour levels: 0 is not coloured, LEVELS - 1 is the strongest. */
export const LEVELS = 7;

/**
 * Where levels 1 to 6 begin. Fixed, so that colours mean the same in every document. Nats; needed compute is the needed
 * budget as a share of the layers, where any need at all is coloured.
 */
const STEPS: Readonly<Record<Quantity, readonly number[]>> = {
  difficulty: [0.1, 0.25, 0.5, 1, 1.5, 2.5],
  surprise: [1, 2, 3, 4.5, 6, 9],
  neededCompute: [0.01, 0.2, 0.35, 0.5, 0.65, 0.8],
  regret: [0.1, 0.25, 0.5, 1, 1.5, 2.5],
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
      return measures[quantity][token] ?? Number.NaN;
    case 'neededCompute': {
      const budget = measures.neededBudget[token] ?? -1;
      return budget < 0 ? Number.NaN : budget / measures.constraint.layers.length;
    }
  }
}

export interface LevelColours {
  /** `#rrggbb` */
  readonly background: string;
  readonly foreground: string;
}

/**
 * Colours of levels 1 to 6 on a dark and on a light ground: one hue family from brown to yellow whose lightness moves
 * away from the ground step by step, so the order survives every kind of colour blindness and grey print. Text on every
 * level keeps a contrast of at least 4.5.
 */
export const PALETTES: Readonly<Record<'dark' | 'light', readonly LevelColours[]>> = {
  dark: [
    { background: '#3a2410', foreground: '#ffffff' },
    { background: '#5f370e', foreground: '#ffffff' },
    { background: '#8a4b08', foreground: '#ffffff' },
    { background: '#c2700f', foreground: '#000000' },
    { background: '#eda03a', foreground: '#000000' },
    { background: '#ffd98a', foreground: '#000000' },
  ],
  light: [
    { background: '#fff3d1', foreground: '#000000' },
    { background: '#fee09a', foreground: '#000000' },
    { background: '#fdbf5a', foreground: '#000000' },
    { background: '#f2922b', foreground: '#000000' },
    { background: '#b8540d', foreground: '#ffffff' },
    { background: '#7a3304', foreground: '#ffffff' },
  ],
};
