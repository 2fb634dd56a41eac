import type { TooltipContent } from '../charts/content';
import { atPointer, tooltip } from '../charts/tooltip';
import { whenSized } from '../charts/size';
import { element } from '../dom';
import { CanvasSurface } from './canvasSurface';
import { GridGeometry, type GridFrame, type TokenRange } from './geometry';
import type { GridColours } from './gridColours';
import { GridZoom } from './gridZoom';
import { stepOf } from './keys';
import type { ValueLook } from './looks';
import { HEADER } from './measures';
import { paintGrid, type GridPicture } from './paintGrid';
import { LEGEND_HEIGHT, paintLegend } from './paintLegend';
import type { GridPlace } from './place';
import type { Surface } from './surface';

export interface GridActions {
  /** The user has gone to a cell; `how`: by arrow keys, or by a click or Enter, which also asks for its place in the text. */
  goTo(place: GridPlace, how: 'keyboard' | 'reveal' | 'revealAside'): void;
  /** The token that a click on several stands for. */
  pick(tokens: TokenRange): number;
  tooltip(tokens: TokenRange, layer: number): TooltipContent;
}

/** All but what the canvas knows itself: who has the keyboard's focus. */
export type ShownPicture = Omit<GridPicture, 'focused'>;

const GUTTER = 26;
/** Px; many layers get lower rows. */
const ROW_HEIGHT = 17;
const LOW_ROW_HEIGHT = 10;
const MANY_LAYERS = 16;

/** The grid on the screen: draws what can be seen of it, and turns pointer and keys into moves. */
export class GridCanvas {
  private readonly canvas = element('canvas', { 'aria-hidden': 'true' });
  readonly element = element(
    'div',
    {
      class: 'grid-canvas',
      tabindex: 0,
      role: 'application',
      'aria-roledescription': 'grid of layers by tokens',
      'aria-label':
        'Layers by tokens. Arrow keys move, Page Up, Page Down, Home and End move far, plus and minus zoom, 0 shows all, ' +
        'Enter shows the token in the editor.',
    },
    this.canvas,
  );
  private readonly zoom = new GridZoom(this.element, () => {
    this.redraw();
  });
  private width = 0;
  private content: { readonly picture: ShownPicture; readonly layers: number } | undefined;
  private colours: GridColours | undefined;
  private place: GridPlace = { token: 0, layer: 0 };
  private drawAsked = false;

  constructor(private readonly actions: GridActions) {
    whenSized(this.element, (width) => {
      this.width = width;
      this.fit();
      this.draw();
    });
    this.listen();
  }

  show(picture: ShownPicture, layers: number, colours: GridColours): void {
    const { content } = this;
    const refit =
      content?.layers !== layers || content.picture.texts.length !== picture.texts.length;
    this.content = { picture, layers };
    this.colours = colours;
    if (refit) this.fit();
    if (picture.marked !== null && (refit || picture.marked !== content.picture.marked)) {
      this.place = { token: picture.marked, layer: Math.min(this.place.layer, layers - 1) };
      this.reveal(picture.marked);
    }
    this.draw();
  }

  showAll(): void {
    this.zoom.showAll();
  }

  zoomIn(): void {
    this.zoom.in(this.anchor());
  }

  zoomOut(): void {
    this.zoom.out(this.anchor());
  }

  /** Draws what can be seen now, and a legend, on something else, made to measure. */
  paintOn<Made extends Surface>(
    make: (width: number, height: number) => Made,
    legend: readonly ValueLook[],
  ): Made | undefined {
    const { content, colours } = this;
    const geometry = this.geometry();
    if (!geometry || !content || !colours) return undefined;
    const surface = make(this.width, geometry.height + LEGEND_HEIGHT);
    paintGrid(surface, geometry, colours, { ...content.picture, focused: null });
    const entries = legend.map((look) => {
      const value = content.picture.looks.indexOf(look);
      return { look, colour: colours.values[value]?.fill ?? colours.unknown };
    });
    paintLegend(surface, geometry.height, colours, entries);
    return surface;
  }

  private frame(): GridFrame | undefined {
    if (!this.content || this.width === 0) return undefined;
    const { picture, layers } = this.content;
    return {
      width: this.width,
      gutter: GUTTER,
      header: HEADER,
      rowHeight: layers > MANY_LAYERS ? LOW_ROW_HEIGHT : ROW_HEIGHT,
      layers,
      tokens: picture.texts.length,
      pixel: 1 / window.devicePixelRatio,
    };
  }

  private geometry(): GridGeometry | undefined {
    const frame = this.frame();
    return frame && new GridGeometry(frame, this.zoom.current);
  }

  private fit(): void {
    const frame = this.frame();
    if (frame) this.zoom.fitInto(frame);
  }

  /** However often the zoom moves between two frames, it is drawn once. */
  private redraw(): void {
    if (this.drawAsked) return;
    this.drawAsked = true;
    requestAnimationFrame(() => {
      this.drawAsked = false;
      this.draw();
    });
  }

  private draw(): void {
    const { content, colours } = this;
    const geometry = this.geometry();
    if (!geometry || !content || !colours) return;
    const { width, pixel } = geometry.frame;
    const surface = new CanvasSurface(this.canvas, width, geometry.height, pixel, colours.font);
    const focused = this.element.matches(':focus-visible') ? this.place : null;
    paintGrid(surface, geometry, colours, { ...content.picture, focused });
  }

  /** Brings a column into sight. */
  private reveal(token: number): void {
    if (this.geometry()?.shows(token) === false) this.zoom.centre(token);
  }

  /** Zoom by key or button keeps the token that the panel is on where it is, if it can be seen. */
  private anchor(): number | undefined {
    const geometry = this.geometry();
    const marked = this.content?.picture.marked ?? null;
    if (!geometry || marked === null || !geometry.shows(marked)) return undefined;
    return geometry.left(marked) + geometry.columnWidth / 2;
  }

  private listen(): void {
    const { element: box } = this;
    box.addEventListener('pointermove', (event) => {
      const hit = this.hit(event);
      if (hit === undefined || event.buttons !== 0) tooltip.hide(box);
      else tooltip.show(box, this.actions.tooltip(hit.tokens, hit.layer), atPointer(event));
    });
    box.addEventListener('pointerleave', () => {
      tooltip.hide(box);
    });
    box.addEventListener('click', (event) => {
      const hit = this.hit(event);
      if (hit === undefined) return;
      const { first, end } = hit.tokens;
      const token = end - first > 1 ? this.actions.pick(hit.tokens) : first;
      this.moveTo({ token, layer: hit.layer }, event.altKey ? 'revealAside' : 'reveal');
    });
    box.addEventListener('keydown', (event) => {
      if (this.onKey(event)) event.preventDefault();
    });
    for (const kind of ['focus', 'blur']) {
      box.addEventListener(kind, () => {
        this.redraw();
      });
    }
  }

  /** The header belongs to the top row: a click on a text goes to its token. */
  private hit(event: MouseEvent): { tokens: TokenRange; layer: number } | undefined {
    const geometry = this.geometry();
    const box = this.element.getBoundingClientRect();
    const tokens = geometry?.tokensAt(event.clientX - box.left);
    const layer = geometry?.layerAt(Math.max(HEADER, event.clientY - box.top));
    return tokens === undefined || layer === undefined ? undefined : { tokens, layer };
  }

  /** @returns whether the key means something here. */
  private onKey(event: KeyboardEvent): boolean {
    const geometry = this.geometry();
    if (!geometry || event.ctrlKey || event.metaKey) return false;
    switch (event.key) {
      case '+':
      case '=':
        this.zoomIn();
        return true;
      case '-':
        this.zoomOut();
        return true;
      case '0':
        this.showAll();
        return true;
      case 'Enter':
        this.moveTo(this.place, event.altKey ? 'revealAside' : 'reveal');
        return true;
    }
    const to = event.altKey ? undefined : stepOf(event.key, this.place, geometry);
    if (to === undefined) return false;
    this.moveTo(to, 'keyboard');
    return true;
  }

  private moveTo(place: GridPlace, how: 'keyboard' | 'reveal' | 'revealAside'): void {
    this.place = place;
    this.reveal(place.token);
    this.redraw();
    this.actions.goTo(place, how);
  }
}
