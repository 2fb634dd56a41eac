import type { Rects } from './cellRects';
import type { GridGeometry } from './geometry';
import type { GridColours } from './gridColours';
import { HEADER, TEXT_SIZE } from './measures';
import type { Surface } from './surface';

/** Px: its title stands above it. */
export const PROFILE_TOP = 14;

/** A bar per column, or pixel of the screen, for the highest difficulty in it. */
export function paintProfile(
  surface: Surface,
  geometry: GridGeometry,
  colours: GridColours,
  difficulty: Float32Array,
): void {
  const { pixel, gutter, width } = geometry.frame;
  const highest = highestOf(difficulty);
  if (highest === 0) return;
  const room = HEADER - PROFILE_TOP - 6;
  const bars: Rects = [];
  const add = (left: number, barWidth: number, first: number, end: number): void => {
    let most = 0;
    for (let token = first; token < end; token++) {
      const value = difficulty[token] ?? 0;
      // NaN, where it is not known, is not larger.
      if (value > most) most = value;
    }
    const height = (most / highest) * room;
    if (height > 0) bars.push(left, HEADER - 4 - height, barWidth, height);
  };
  if (geometry.crowded) {
    for (const { left, width: wide, first, end } of geometry.bins()) add(left, wide, first, end);
  } else {
    const { first, end } = geometry.visible();
    for (let token = first; token < end; token++) {
      const left = Math.max(gutter, geometry.left(token));
      const right = Math.min(width, Math.max(geometry.left(token + 1), left + pixel));
      add(left, right - left, token, token + 1);
    }
  }
  surface.fill(bars, { colour: colours.muted, texture: 'solid', ground: colours.ground });
}

export function paintProfileTitle(
  surface: Surface,
  { frame }: GridGeometry,
  colours: GridColours,
  difficulty: Float32Array,
): void {
  const title = `difficulty, up to ${highestOf(difficulty).toFixed(1)} nats`;
  const style = { colour: colours.text, size: TEXT_SIZE, align: 'left' } as const;
  surface.text(title, frame.gutter, PROFILE_TOP / 2, style);
}

/** NaN, where it is not known, is not larger. */
function highestOf(difficulty: Float32Array): number {
  return difficulty.reduce((most, each) => (each > most ? each : most), 0);
}
