import type { Quantity } from './colourScale';
import type { Kind } from './measures';
import type { Module } from './module';

/** Sentences for people who meet these quantities for the first time; used wherever a token is explained. */

export const QUANTITY_NAMES: Readonly<Record<Quantity, string>> = {
  difficulty: 'difficulty',
  surprise: 'surprise',
  neededCompute: 'needed compute',
  regret: 'router regret',
  shortfall: 'shortfall',
  oracleLoss: 'oracle loss',
};

/** `module`: what all layers take in the route of the surprise (`surpriseModule`). */
export function quantityMeaning(quantity: Quantity, module: Module): string {
  switch (quantity) {
    case 'difficulty':
      return `nats that the best route wins over ${ALL_LAYERS[module]}`;
    case 'surprise':
      return `loss in nats with ${ALL_LAYERS[module]}`;
    case 'neededCompute':
      return 'share of big layers needed to come near the best loss';
    case 'regret':
      return 'nats that the router’s route loses to the oracle at the same budget';
    case 'shortfall':
      return 'nats that the best route within the asked budget and layers loses to the best of all';
    case 'oracleLoss':
      return 'loss in nats of the best route within the asked budget and layers';
  }
}

/** A route with one module at every layer. */
const ALL_LAYERS: Readonly<Record<Module, string>> = {
  skip: 'all layers skipped',
  small: 'all layers small',
  big: 'all layers big',
};

export function allLayersInWords(module: Module): string {
  return ALL_LAYERS[module];
}

export const KIND_NAMES: Readonly<Record<Kind, string>> = {
  easy: 'easy',
  computeHelps: 'compute helps',
  uncertain: 'uncertain',
};

const KIND_SENTENCES: Readonly<Record<Kind, string>> = {
  easy: 'Easy: the cheapest route already sees it coming.',
  computeHelps:
    'Compute helps: the right route, the best of all and chosen knowing the token, predicts it much better than the cheapest; more big layers alone need not help.',
  uncertain: 'Uncertain: hard to see coming, and no route changes that much.',
};

/** What all numbers of a token are about. */
export const PREDICTION_NOTE =
  'A token’s numbers are those of predicting it from everything before it.';

export function kindInWords(kind: Kind): string {
  return KIND_SENTENCES[kind];
}

/** `module`: what all layers take in the route whose loss it is (`surpriseModule`). */
export function surpriseInWords(nats: number, module: Module): string {
  return `Surprise ${nats.toFixed(2)} nats: with ${ALL_LAYERS[module]} the model gave it a chance of ${percent(Math.exp(-nats))}.`;
}

export function difficultyInWords(nats: number): string {
  const times = Math.exp(nats);
  if (times < 1.005) return `Difficulty ${nats.toFixed(2)} nats: no route does better.`;
  return `Difficulty ${nats.toFixed(2)} nats: the best route makes it ${FACTOR.format(times)} times as likely.`;
}

/** Three digits that matter: `2.00`, `37.5`, `1,810`. */
const FACTOR = new Intl.NumberFormat('en', {
  minimumSignificantDigits: 3,
  maximumSignificantDigits: 3,
});

/** A share as people read it: `37 %`, `4.2 %`, `under 0.1 %`. */
export function percent(share: number): string {
  const value = share * 100;
  if (value > 0 && value < 0.1) return 'under 0.1 %';
  return `${value >= 9.95 || value === 0 ? value.toFixed(0) : value.toFixed(1)} %`;
}
