import type { LayerUsage } from '../src/core/layerUsage';
import { MODULE_LETTERS, MODULES } from '../src/core/module';

/** `B 52 % s 48 %`: the letters of written routes, dearest first, leaving out what is not used. */
export function usageInWords(usage: LayerUsage): string {
  const used = MODULES.toReversed().filter((module) => usage[module] > 0);
  return used
    .map((module) => `${MODULE_LETTERS[module]}\u00a0${(usage[module] * 100).toFixed(0)}\u00a0%`)
    .join(' ');
}
