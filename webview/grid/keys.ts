import type { GridGeometry } from './geometry';
import type { GridPlace } from './place';

/** Where a key leads from a cell: never outside the grid. `undefined`: the key does not move. */
export function stepOf(
  key: string,
  { token, layer }: GridPlace,
  geometry: Pick<GridGeometry, 'frame' | 'page'>,
): GridPlace | undefined {
  const { tokens, layers } = geometry.frame;
  const at = (to: number, on: number): GridPlace => ({
    token: Math.max(0, Math.min(tokens - 1, to)),
    layer: Math.max(0, Math.min(layers - 1, on)),
  });
  switch (key) {
    case 'ArrowLeft':
      return at(token - 1, layer);
    case 'ArrowRight':
      return at(token + 1, layer);
    case 'ArrowUp':
      return at(token, layer + 1);
    case 'ArrowDown':
      return at(token, layer - 1);
    case 'PageUp':
      return at(token - geometry.page, layer);
    case 'PageDown':
      return at(token + geometry.page, layer);
    case 'Home':
      return at(0, layer);
    case 'End':
      return at(tokens - 1, layer);
    default:
      return undefined;
  }
}
