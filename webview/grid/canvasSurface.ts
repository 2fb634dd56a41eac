import type { Rects } from './cellRects';
import {
  DOT,
  LINES,
  TILE,
  VEIL,
  type Box,
  type Fill,
  type Surface,
  type TextStyle,
} from './surface';

/** Draws on a canvas, sharp on every screen. */
export class CanvasSurface implements Surface {
  private readonly context: CanvasRenderingContext2D;

  /** Makes the canvas `width` by `height` CSS pixels, empty. */
  constructor(
    canvas: HTMLCanvasElement,
    width: number,
    height: number,
    private readonly pixel: number,
    private readonly font: string,
  ) {
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('This page has no canvas to draw on.');
    this.context = context;
    const across = Math.round(width / pixel);
    const down = Math.round(height / pixel);
    if (canvas.width !== across) canvas.width = across;
    if (canvas.height !== down) canvas.height = down;
    // Whole pixels of the screen, or the page would scale the picture and blur it.
    canvas.style.setProperty('width', `${across * pixel}px`);
    canvas.style.setProperty('height', `${down * pixel}px`);
    context.setTransform(1 / pixel, 0, 0, 1 / pixel, 0, 0);
    context.clearRect(0, 0, width, height);
  }

  fill(rects: Rects, fill: Fill): void {
    const { context } = this;
    context.fillStyle = this.style(fill);
    for (let at = 0; at < rects.length; at += 4) {
      context.fillRect(rects[at] ?? 0, rects[at + 1] ?? 0, rects[at + 2] ?? 0, rects[at + 3] ?? 0);
    }
  }

  veil({ left, top, width, height }: Box, colour: string): void {
    this.context.globalAlpha = VEIL;
    this.context.fillStyle = colour;
    this.context.fillRect(left, top, width, height);
    this.context.globalAlpha = 1;
  }

  outline(
    { left, top, width, height }: Box,
    { colour, line }: { readonly colour: string; readonly line: number },
  ): void {
    this.context.strokeStyle = colour;
    this.context.lineWidth = line;
    this.context.strokeRect(left + line / 2, top + line / 2, width - line, height - line);
  }

  text(text: string, x: number, y: number, style: TextStyle): void {
    const { context } = this;
    context.save();
    context.translate(x, y);
    if (style.turned === true) context.rotate(-Math.PI / 2);
    context.font = `${style.bold === true ? 'bold ' : ''}${style.size}px ${this.font}`;
    context.fillStyle = style.colour;
    context.textBaseline = 'middle';
    context.textAlign = style.align === 'centre' ? 'center' : style.align;
    context.fillText(text, 0, 0);
    context.restore();
  }

  private style({ colour, texture, ground }: Fill): string | CanvasPattern {
    if (texture === 'solid') return colour;
    const tile = document.createElement('canvas');
    tile.width = tile.height = Math.round(TILE / this.pixel);
    const context = tile.getContext('2d');
    if (context === null) return colour;
    context.scale(tile.width / TILE, tile.height / TILE);
    context.fillStyle = texture === 'dotted' ? colour : ground;
    context.fillRect(0, 0, TILE, TILE);
    if (texture === 'dotted') {
      context.fillStyle = ground;
      context.arc(TILE / 2, TILE / 2, DOT, 0, 2 * Math.PI);
      context.fill();
    } else {
      context.strokeStyle = colour;
      context.stroke(new Path2D(LINES[texture]));
    }
    const pattern = this.context.createPattern(tile, 'repeat');
    pattern?.setTransform(new DOMMatrix().scale(TILE / tile.width));
    return pattern ?? colour;
  }
}
