interface Size {
  readonly width: number;
  readonly height: number;
}

/** Between a tooltip and what it stands beside, and the edge of the viewport. Px. */
const GAP = 12;
const EDGE = 4;

/** Where a tooltip goes: right of its anchor, else left of it, else under or over it; always inside the viewport. */
export function tooltipPlace(
  anchor: {
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly bottom: number;
  },
  tooltip: Size,
  viewport: Size,
): { readonly left: number; readonly top: number } {
  const beside = [anchor.right + GAP, anchor.left - GAP - tooltip.width].find((left) => {
    return left >= EDGE && left + tooltip.width <= viewport.width - EDGE;
  });
  const under = anchor.bottom + GAP;
  const fitsUnder = under + tooltip.height <= viewport.height - EDGE;
  const middle = (anchor.left + anchor.right - tooltip.width) / 2;
  const level = (anchor.top + anchor.bottom - tooltip.height) / 2;
  return {
    left: clamp(beside ?? middle, viewport.width - EDGE - tooltip.width),
    top: clamp(
      beside !== undefined ? level : fitsUnder ? under : anchor.top - GAP - tooltip.height,
      viewport.height - EDGE - tooltip.height,
    ),
  };
}

function clamp(value: number, most: number): number {
  return Math.max(EDGE, Math.min(most, value));
}
