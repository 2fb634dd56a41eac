import { levelSteps, type Quantity } from '../core/colourScale';
import { surpriseModule } from '../core/measures';
import type { ModuleList } from '../core/module';
import { percent, quantityMeaning, QUANTITY_NAMES } from '../core/words';
import { levelColourId, type DecorationStyle } from './names';

/** CSS variable of a level's contributed colour. */
export function levelColour(level: number, style: DecorationStyle): string {
  return `var(--vscode-${levelColourId(level, style).replace('.', '-')})`;
}

/** Markdown (with the `span` elements that VS Code allows): every level's colour and where it begins. */
export function legend(quantity: Quantity, style: DecorationStyle, modules: ModuleList): string {
  const steps = levelSteps(quantity).map((step, at) => {
    return `${chip(at + 1, style)}&nbsp;${quantity === 'neededCompute' ? percent(step) : String(step)}`;
  });
  const meaning = quantityMeaning(quantity, surpriseModule(modules));
  return `Colours: ${QUANTITY_NAMES[quantity]}, ${meaning}.\n\nFrom ${steps.join(' ')}; below that no colour`;
}

export function chip(level: number, style: DecorationStyle): string {
  return `<span style="background-color:${levelColour(level, style)};">&nbsp;&nbsp;&nbsp;&nbsp;</span>`;
}
