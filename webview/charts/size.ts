/**
 * Calls `draw` with the width of an element in px, at once when it gets one and whenever it changes: never while it is
 * hidden. Observers end with their element.
 */
export function whenSized(target: Element, draw: (width: number) => void): void {
  let last = 0;
  new ResizeObserver(([entry]) => {
    const width = Math.floor(entry?.contentRect.width ?? 0);
    if (width === 0 || width === last) return;
    last = width;
    draw(width);
  }).observe(target);
}
