import type { Constraint } from '../../src/core/constraint';
import type { ModuleList } from '../../src/core/module';
import { layerNumber } from '../charts/series';

/** Why no route satisfies a question, in a sentence; `undefined`: some do. */
export function conflictInWords(question: Constraint, modules: ModuleList): string | undefined {
  const { budget, atMost, layers } = question;
  const foreign = layers.findIndex((choice) => choice !== 'auto' && !modules.includes(choice));
  if (foreign >= 0) {
    return `Layer ${layerNumber(foreign)} is set to ${layers[foreign] ?? ''}, which ${modules.join('/')} does not have.`;
  }
  if (budget === undefined) return undefined;
  const forced = layers.filter((choice) => choice === 'big').length;
  const free = layers.filter((choice) => choice === 'auto').length;
  if (budget < forced) {
    return `${countOf(forced, 'is', 'are')} set to big, but the budget is ${atMost ? 'at most' : 'exactly'} ${budget}.`;
  }
  if (!atMost && budget > forced + free) {
    return `The budget is exactly ${budget}, but only ${countOf(forced + free, 'is', 'are')} left to be big.`;
  }
  return undefined;
}

function countOf(layers: number, one: string, many: string): string {
  return layers === 1 ? `1 layer ${one}` : `${layers} layers ${many}`;
}
