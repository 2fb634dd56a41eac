import { levelSteps, type Quantity } from '../core/colourScale';
import { QUANTITY_MEANINGS, QUANTITY_NAMES, percent } from '../core/words';
import { levelColourId, type DecorationStyle } from './names';

/** CSS variable of a level's contributed colour. */
export function levelColour(level: number, style: DecorationStyle): string {
  return `var(--vscode-${levelColourId(level, style).replace('.', '-')})`;
}

/** Markdown (with the `span` elements that VS Code allows): every level's colour and where it begins. */
export function legend(quantity: Quantity, style: DecorationStyle): string {
  const steps = levelSteps(quantity).map((step, at) => {
    return `${chip(at + 1, style)}&nbsp;${quantity === 'neededCompute' ? percent(step) : String(step)}`;
  });
  return `Colours: ${QUANTITY_NAMES[quantity]}, ${QUANTITY_MEANINGS[quantity]}.\n\n${steps.join(' ')} and more`;
}

export function chip(level: number, style: DecorationStyle): string {
  return `<span style="background-color:${levelColour(level, style)};">&nbsp;&nbsp;&nbsp;&nbsp;</span>`;
}
