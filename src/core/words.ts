import type { Quantity } from './colourScale';
import { LABELS, type Hindsight } from './hindsight';
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
  return `Difficulty ${nats.toFixed(2)} nats: the best route makes it ${factor(times)} times as likely.`;
}

/** Beside the difficulty, which is known only with the token. */
export function predictedDifficultyInWords(nats: number): string {
  return `Predicted difficulty, before seeing it: ${nats.toFixed(2)} nats.`;
}

/** How routes are chosen without the answer. */
export const WITHOUT_HINDSIGHT = `Without hindsight each route is picked without the answer: by ${String(LABELS)} labels that the all-big model draws itself.`;

/** What the number of `hindsightInWords` is. */
export const HINDSIGHT_MEANING = `Hindsight is the part of the oracle’s lead over the best fixed route that is gone when each route is picked without the answer, by ${String(LABELS)} labels that the all-big model draws itself. The rest is what a router could learn from what that model knows.`;

/** `97 % of the oracle’s lead over the fixed route (95 % interval 93 to 101 %)`; `undefined`: it has no lead. */
export function hindsightInWords({
  share,
  interval,
}: Pick<Hindsight, 'share' | 'interval'>): string | undefined {
  if (share === null) return undefined;
  const between = interval === null ? '' : ` (95 % interval ${percentRange(interval)})`;
  return `${percent(share)} of the oracle’s lead over the fixed route${between}`;
}

/** What follows from the share, where people would overlook it; else `undefined`. */
export function hindsightVerdict({
  share,
  interval,
}: Pick<Hindsight, 'share' | 'interval'>): string | undefined {
  if (share === null) return undefined;
  if (share >= 1) {
    return 'Without the answer the choice is no better than the fixed route: nothing of the lead is left.';
  }
  const [, high] = interval ?? [0, 0];
  return high >= 1
    ? 'Without the answer the choice is not clearly better than the fixed route: what is left of the lead may be chance.'
    : undefined;
}

/** `93 to 101 %` */
export function percentRange([low, high]: readonly [number, number]): string {
  return `${percent(low).replace(/ %$/, '')} to ${percent(high)}`;
}

/** Three digits that matter: `2.00`, `37.5`, `1,810`. */
function factor(times: number): string {
  return times.toLocaleString('en', { minimumSignificantDigits: 3, maximumSignificantDigits: 3 });
}

/** `12,345` */
export function count(value: number): string {
  return value.toLocaleString('en');
}

/** A share as people read it: `37 %`, `4.2 %`, `under 0.1 %`. */
export function percent(share: number): string {
  const value = share * 100;
  if (value > 0 && value < 0.1) return 'under 0.1 %';
  return `${value >= 9.95 || value === 0 ? value.toFixed(0) : value.toFixed(1)} %`;
}
