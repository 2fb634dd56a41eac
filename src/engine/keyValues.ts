import type { BundleManifest } from '../core/bundleFormat';

export type Dimensions = BundleManifest['dimensions'];

/** Keys and values of consecutive positions, one column each, for all layers and heads. */
export interface KeyValueColumns {
  /** [layers, heads, headWidth, columns], rotated. */
  readonly keys: Float32Array;
  /** [layers, heads, columns, headWidth] */
  readonly values: Float32Array;
  readonly columns: number;
}

/** Columns are allocated in steps, so that onnxruntime sees few different shapes. */
const COLUMN_STEP = 64;

/**
 * What an oracle graph attends to. Column 0 is zero: it is the slot of the predictor itself, whose own key and value differ
 * from route to route and are computed inside the graph. Column 1 + t holds position t. Columns that are not filled are zero.
 */
export class KeyValues implements KeyValueColumns {
  readonly keys: Float32Array;
  readonly values: Float32Array;

  private constructor(
    private readonly dimensions: Dimensions,
    readonly columns: number,
  ) {
    this.keys = new Float32Array(dimensions.layers * dimensions.width * columns);
    this.values = new Float32Array(this.keys.length);
  }

  /** Room for positions 0 to `positions - 1`. */
  static empty(dimensions: Dimensions, positions: number): KeyValues {
    return new KeyValues(dimensions, columnsFor(positions));
  }

  /** The first `positions` positions of a forward run, as far as it has them. */
  static of(forward: KeyValueColumns, dimensions: Dimensions, positions: number): KeyValues {
    return KeyValues.empty(dimensions, positions).copy(forward, 1);
  }

  hasRoomFor(positions: number): boolean {
    return columnsFor(positions) <= this.columns;
  }

  /** A copy with room for more positions. */
  enlarged(positions: number): KeyValues {
    return KeyValues.empty(this.dimensions, positions).copy(this, 0);
  }

  /** Fills in one position at one layer; `key` (rotated) and `value` are [heads, headWidth]. */
  write(position: number, layer: number, key: Float32Array, value: Float32Array): void {
    const { heads, headWidth, width } = this.dimensions;
    const column = 1 + position;
    for (let channel = 0; channel < width; channel++) {
      this.keys[(layer * width + channel) * this.columns + column] = key[channel] ?? 0;
    }
    for (let head = 0; head < heads; head++) {
      const source = value.subarray(head * headWidth, (head + 1) * headWidth);
      this.values.set(source, ((layer * heads + head) * this.columns + column) * headWidth);
    }
  }

  private copy(source: KeyValueColumns, firstColumn: number): this {
    const { layers, heads, headWidth, width } = this.dimensions;
    const count = Math.min(source.columns, this.columns - firstColumn);
    for (let row = 0; row < layers * width; row++) {
      const from = row * source.columns;
      this.keys.set(source.keys.subarray(from, from + count), row * this.columns + firstColumn);
    }
    for (let head = 0; head < layers * heads; head++) {
      const from = head * source.columns * headWidth;
      this.values.set(
        source.values.subarray(from, from + count * headWidth),
        (head * this.columns + firstColumn) * headWidth,
      );
    }
    return this;
  }
}

function columnsFor(positions: number): number {
  return 1 + COLUMN_STEP * Math.ceil(positions / COLUMN_STEP);
}
