import { select, type Selection } from 'd3-selection';
import { zoom, zoomIdentity, zoomTransform, type ZoomBehavior } from 'd3-zoom';
import { deepestZoom, fitColumn, type GridFrame, type Zoom } from './geometry';

/** How much one press of a zoom key or button does. */
const STEP = 1.6;
/** The most that one event of a wheel or touchpad does, as a power of 2. */
const MOST_PER_WHEEL = 0.6;

/**
 * Which part of the columns can be seen, moved by pointer: drag to pan, double-click or wheel with Ctrl, Alt or Cmd to
 * zoom at the pointer, wheel sideways to pan. A plain wheel scrolls the page as anywhere else.
 */
export class GridZoom {
  private readonly behaviour: ZoomBehavior<HTMLElement, unknown>;
  private readonly selection: Selection<HTMLElement, unknown, null, undefined>;
  private frame: GridFrame | undefined;

  constructor(
    private readonly target: HTMLElement,
    onChange: () => void,
  ) {
    this.selection = select(target);
    this.behaviour = zoom<HTMLElement, unknown>()
      .filter((event: MouseEvent | WheelEvent) => {
        if (event.type === 'wheel') return hasModifier(event) && !isSideways(event as WheelEvent);
        return event.button === 0;
      })
      .wheelDelta((event: WheelEvent) => {
        // Touchpads report a pinch as a wheel with Ctrl, in small steps.
        const power = -event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 0.01 : 0.2);
        return Math.max(-MOST_PER_WHEEL, Math.min(MOST_PER_WHEEL, power));
      })
      .clickDistance(4)
      .duration(matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 200)
      .on('zoom', onChange);
    this.selection.call(this.behaviour);
    target.addEventListener('wheel', (event) => {
      if (!isSideways(event)) return;
      event.preventDefault();
      this.pan(event.deltaX === 0 ? event.deltaY : event.deltaX);
    });
  }

  get current(): Zoom {
    return zoomTransform(this.target);
  }

  /** The columns and the room for them have changed: whatever could be seen stays, as far as there is room. */
  fitInto(frame: GridFrame): void {
    const { frame: before, current } = this;
    this.frame = frame;
    const { width, gutter, tokens } = frame;
    const content = Math.max(width - gutter, fitColumn(frame) * tokens);
    this.behaviour
      .extent([
        [gutter, 0],
        [width, 1],
      ])
      .scaleExtent([1, deepestZoom(frame)])
      .translateExtent([
        [0, 0],
        [content, 1],
      ]);
    if (before?.tokens !== tokens || current.k === 1) {
      this.showAll();
    } else {
      const columnWidth = fitColumn(before) * current.k;
      this.show((before.gutter - current.x) / columnWidth, columnWidth);
    }
  }

  showAll(): void {
    if (this.frame) this.show(0, 0);
  }

  /** By px to the right in the content. */
  pan(distance: number): void {
    this.behaviour.translateBy(this.selection, -distance / this.current.k, 0);
  }

  /** Around a token, as `zoomIn` and `zoomOut`, or around the middle. */
  in(x?: number): void {
    this.scale(STEP, x);
  }

  out(x?: number): void {
    this.scale(1 / STEP, x);
  }

  /** Moves a token's column to the middle, as near as the ends allow. */
  centre(token: number): void {
    if (!this.frame) return;
    const columnWidth = fitColumn(this.frame) * this.current.k;
    const room = this.frame.width - this.frame.gutter;
    this.show(token + 0.5 - room / columnWidth / 2, columnWidth);
  }

  private scale(factor: number, x: number | undefined): void {
    this.behaviour.scaleBy(this.selection, factor, x === undefined ? undefined : [x, 0.5]);
  }

  /** `first`: token at the left edge. Outside what there is, the nearest that there is. */
  private show(first: number, columnWidth: number): void {
    if (!this.frame) return;
    const { width, gutter, tokens } = this.frame;
    const fit = fitColumn(this.frame);
    const k = Math.max(1, Math.min(deepestZoom(this.frame), columnWidth / fit));
    const last = Math.max(0, tokens - (width - gutter) / (fit * k));
    const x = gutter - Math.max(0, Math.min(last, first)) * fit * k;
    this.behaviour.transform(this.selection, zoomIdentity.translate(x, 0).scale(k));
  }
}

function hasModifier({ ctrlKey, altKey, metaKey }: MouseEvent): boolean {
  return ctrlKey || altKey || metaKey;
}

function isSideways({ deltaX, deltaY, shiftKey }: WheelEvent): boolean {
  return shiftKey || Math.abs(deltaX) > Math.abs(deltaY);
}
