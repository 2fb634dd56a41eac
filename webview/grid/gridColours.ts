import { element } from '../dom';
import { UNKNOWN_LOOK, type ValueLook } from './looks';

/** CSS colours, as a canvas takes them. */
export interface GridColours {
  readonly ground: string;
  readonly text: string;
  readonly muted: string;
  /** Around the selected column. */
  readonly mark: string;
  readonly unknown: string;
  /** By value of the cells. */
  readonly values: readonly ValueColour[];
  readonly highContrast: boolean;
  readonly font: string;
}

export interface ValueColour {
  readonly fill: string;
  /** Of a letter on it. */
  readonly letter: string;
}

/**
 * Reads what the style sheet says of colours, from samples that it styles: a canvas knows neither classes nor variables.
 */
export function readColours(place: HTMLElement, looks: readonly ValueLook[]): GridColours {
  const probe = element('span', { class: 'grid-sample', hidden: true });
  place.append(probe);
  const read = (className: string): CSSStyleDeclaration => {
    probe.className = `grid-sample ${className}`;
    return getComputedStyle(probe);
  };
  const colours = {
    ground: read('grid-ground').backgroundColor,
    text: read('grid-ground').color,
    muted: read('grid-muted').color,
    mark: read('grid-mark').color,
    unknown: read(UNKNOWN_LOOK.className).backgroundColor,
    values: looks.map(({ className }) => {
      const fill = read(className).backgroundColor;
      return { fill, letter: inkOn(fill) };
    }),
    highContrast:
      matchMedia('(forced-colors: active)').matches ||
      document.body.matches('.vscode-high-contrast, .vscode-high-contrast-light'),
    font: getComputedStyle(place).fontFamily,
  };
  probe.remove();
  return colours;
}

/** Black or white, whichever is easier to read on a computed colour. */
function inkOn(colour: string): string {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  return luminance(red, green, blue) > BALANCE ? '#000000' : '#ffffff';
}

/** Relative luminance on which black and white have the same contrast (WCAG 2). */
const BALANCE = Math.sqrt(1.05 * 0.05) - 0.05;

function luminance(...channels: readonly [number, number, number]): number {
  const [red, green, blue] = channels.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
