import type { GridColours } from './gridColours';
import { nameOf, UNKNOWN_LOOK, type ValueLook } from './looks';
import { TEXT_SIZE } from './measures';
import type { Surface } from './surface';

/** Px: of a legend under a grid. */
export const LEGEND_HEIGHT = 26;
const SAMPLE = 11;
/** Px per character, near enough to keep entries apart. */
const CHARACTER = 6.8;

/** What the colours mean, in a line: for a file, which has no page around it. */
export function paintLegend(
  surface: Surface,
  top: number,
  colours: GridColours,
  entries: readonly { readonly look: ValueLook; readonly colour: string }[],
): void {
  const y = top + LEGEND_HEIGHT - SAMPLE;
  let x = 0;
  for (const { look, colour } of entries) {
    const texture = look === UNKNOWN_LOOK || colours.highContrast ? look.texture : 'solid';
    surface.fill([x, y, SAMPLE, SAMPLE], { colour, texture, ground: colours.ground });
    const text = nameOf(look);
    const style = { colour: colours.text, size: TEXT_SIZE, align: 'left' } as const;
    surface.text(text, x + SAMPLE + 5, y + SAMPLE / 2, style);
    x += SAMPLE + 5 + text.length * CHARACTER + 14;
  }
}
