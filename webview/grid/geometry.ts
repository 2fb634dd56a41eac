/** What a grid has to fit into. Lengths in CSS pixels. */
export interface GridFrame {
  readonly width: number;
  /** Layer numbers, left of the cells. */
  readonly gutter: number;
  /** Above the cells. */
  readonly header: number;
  readonly rowHeight: number;
  readonly layers: number;
  readonly tokens: number;
  /** Size of a pixel of the screen. */
  readonly pixel: number;
}

/** Where d3-zoom has taken the columns: column 0 begins at `x`, and columns are `k` times as wide as when all fit. */
export interface Zoom {
  readonly k: number;
  readonly x: number;
}

/** [first, end) */
export interface TokenRange {
  readonly first: number;
  readonly end: number;
}

/** Px: a column is never wider. */
export const WIDEST_COLUMN = 36;

/** Where the cells of a grid are: a row per layer, the last layer on top, and a column per token. */
export class GridGeometry {
  /** Px. */
  readonly columnWidth: number;

  constructor(
    readonly frame: GridFrame,
    private readonly zoom: Zoom,
  ) {
    this.columnWidth = fitColumn(frame) * zoom.k;
  }

  get height(): number {
    return this.frame.header + this.frame.layers * this.frame.rowHeight;
  }

  /** Several tokens share a pixel column. */
  get crowded(): boolean {
    return this.columnWidth < this.binWidth;
  }

  /** Of the pixel columns of a crowded grid: about a CSS pixel, in whole pixels of the screen. Finer ones nobody could read. */
  private get binWidth(): number {
    const { pixel } = this.frame;
    return Math.max(1, Math.round(1 / pixel)) * pixel;
  }

  /** Left edge of a column, on a pixel of the screen so that edges are sharp. */
  left(token: number): number {
    const { pixel } = this.frame;
    return Math.round((this.zoom.x + token * this.columnWidth) / pixel) * pixel;
  }

  top(layer: number): number {
    const { header, layers, rowHeight } = this.frame;
    return header + (layers - 1 - layer) * rowHeight;
  }

  layerAt(y: number): number | undefined {
    const { header, layers, rowHeight } = this.frame;
    const layer = layers - 1 - Math.floor((y - header) / rowHeight);
    return layer >= 0 && layer < layers ? layer : undefined;
  }

  /** The tokens drawn at `x`: several when crowded, else one. `undefined` beside the columns. */
  tokensAt(x: number): TokenRange | undefined {
    const { gutter, width, tokens } = this.frame;
    if (x < gutter || x >= width) return undefined;
    if (this.crowded) {
      const { first, end } = this.bin(Math.floor(x / this.binWidth));
      return first < end ? { first, end } : undefined;
    }
    const token = Math.floor((x - this.zoom.x) / this.columnWidth);
    return token >= 0 && token < tokens ? { first: token, end: token + 1 } : undefined;
  }

  /** Tokens of which at least a part can be seen. */
  visible(): TokenRange {
    const { gutter, width, tokens } = this.frame;
    const first = Math.floor((gutter - this.zoom.x) / this.columnWidth);
    const end = Math.ceil((width - this.zoom.x) / this.columnWidth);
    return { first: clamp(first, 0, tokens), end: clamp(end, 0, tokens) };
  }

  /** Whole columns that fit side by side: at least one. */
  get page(): number {
    const { width, gutter } = this.frame;
    return Math.max(1, Math.floor((width - gutter) / this.columnWidth));
  }

  /** All of a column can be seen. */
  shows(token: number): boolean {
    const left = this.zoom.x + token * this.columnWidth;
    return left >= this.frame.gutter - 0.5 && left + this.columnWidth <= this.frame.width + 0.5;
  }

  /** The pixel columns of a crowded grid that have cells, each with its tokens. Every token is in exactly one. */
  *bins(): Generator<TokenRange & { readonly left: number; readonly width: number }> {
    const { binWidth } = this;
    const { gutter, width } = this.frame;
    const last = Math.ceil(width / binWidth);
    for (let column = Math.floor(gutter / binWidth); column < last; column++) {
      const { first, end } = this.bin(column);
      if (first < end) yield { left: column * binWidth, width: binWidth, first, end };
    }
  }

  /** The tokens whose left edges lie in a pixel column. */
  private bin(column: number): TokenRange {
    const edge = (at: number): number => {
      const token = (at * this.binWidth - this.zoom.x) / this.columnWidth;
      return clamp(Math.ceil(token - 1e-9), 0, this.frame.tokens);
    };
    return { first: edge(column), end: edge(column + 1) };
  }
}

/** Width of a column when all fit; never so wide that a few tokens become a banner. */
export function fitColumn({ width, gutter, tokens }: GridFrame): number {
  return Math.min(WIDEST_COLUMN, (width - gutter) / Math.max(1, tokens));
}

/** By how much columns can be widened: `k` is between 1 and this. */
export function deepestZoom(frame: GridFrame): number {
  return WIDEST_COLUMN / fitColumn(frame);
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}
