import type { Rects } from './cellRects';

/** How an area is told from others without its colour, as on the other charts: dots of the ground, or lines on it that rise or fall. */
export type Texture = 'solid' | 'dotted' | 'rising' | 'falling';

export interface Fill {
  readonly colour: string;
  readonly texture: Texture;
  /** What shows through a texture. */
  readonly ground: string;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface TextStyle {
  readonly colour: string;
  /** Px. */
  readonly size: number;
  readonly bold?: boolean;
  readonly align: 'left' | 'centre' | 'right';
  /** Read from below upwards. */
  readonly turned?: boolean;
}

/** What the grid is drawn on: the screen or a file, through the same geometry. Px. */
export interface Surface {
  fill(rects: Rects, fill: Fill): void;
  /** Lets what is under it shine through, paler. */
  veil(box: Box, colour: string): void;
  /** The line runs inside the box. */
  outline(box: Box, stroke: { readonly colour: string; readonly line: number }): void;
  /** Centred on `y`, or when turned on `x`. */
  text(text: string, x: number, y: number, style: TextStyle): void;
}

/** Side of a texture's tile, px. */
export const TILE = 5;
/** Radius of a dotted tile's dot. */
export const DOT = 1;
/** Opacity of a veil. */
export const VEIL = 0.65;
/** Lines of a tile, as SVG paths. */
export const LINES = {
  rising: `M-1,1l2,-2M0,${TILE}l${TILE},-${TILE}M${TILE - 1},${TILE + 1}l2,-2`,
  falling: `M-1,${TILE - 1}l2,2M0,0l${TILE},${TILE}M${TILE - 1},-1l2,2`,
} as const;
