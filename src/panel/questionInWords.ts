import type { Constraint } from '../core/constraint';
import type { LayerConstraint } from '../core/module';

/** `exactly 4 big, layer 3 small`. */
export function questionInWords({ budget, atMost, layers }: Constraint): string {
  const forced = layersInWords(layers);
  return [budgetInWords(budget, atMost), ...(forced === undefined ? [] : [forced])].join(', ');
}

function budgetInWords(budget: number | undefined, atMost: boolean): string {
  if (budget === undefined) return 'any number of big layers';
  return `${atMost ? 'at most' : 'exactly'} ${budget} big`;
}

/** `layers 1 and 2 big, layer 3 small`, layers counted from 1; `undefined` when none is forced. */
export function layersInWords(layers: readonly LayerConstraint[]): string | undefined {
  const numbers = new Map<LayerConstraint, number[]>();
  for (const [layer, module] of layers.entries()) {
    if (module === 'auto') continue;
    numbers.set(module, [...(numbers.get(module) ?? []), layer + 1]);
  }
  if (numbers.size === 0) return undefined;
  const list = new Intl.ListFormat('en', { type: 'conjunction' });
  return Array.from(numbers, ([module, of]) => {
    return `${of.length === 1 ? 'layer' : 'layers'} ${list.format(of.map(String))} ${module}`;
  }).join(', ');
}

export function sameLayers(one: Constraint, other: Constraint): boolean {
  return one.layers.join() === other.layers.join();
}

export function sameQuestion(one: Constraint, other: Constraint): boolean {
  return one.budget === other.budget && one.atMost === other.atMost && sameLayers(one, other);
}
