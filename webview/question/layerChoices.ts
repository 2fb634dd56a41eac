import type { Constraint } from '../../src/core/constraint';
import { MODULE_LETTERS, type LayerConstraint, type ModuleList } from '../../src/core/module';
import { DEAREST_FIRST } from '../charts/series';

/** What a layer can be set to, in the order that clicks go through. */
export function layerChoices(modules: ModuleList): LayerConstraint[] {
  return ['auto', ...DEAREST_FIRST.filter((module) => modules.includes(module))];
}

/** The choice after this one, or before it; around the ends. */
export function nextChoice(
  choices: readonly LayerConstraint[],
  current: LayerConstraint,
  step: 1 | -1,
): LayerConstraint {
  return choices.at((choices.indexOf(current) + step) % choices.length) ?? 'auto';
}

/** For a cell of one letter; `auto` has a dot, since it stands for any of the others. */
export function choiceLetter(choice: LayerConstraint): string {
  return choice === 'auto' ? '·' : MODULE_LETTERS[choice];
}

export function withLayer(
  question: Constraint,
  layer: number,
  choice: LayerConstraint,
): Constraint {
  return { ...question, layers: question.layers.with(layer, choice) };
}
