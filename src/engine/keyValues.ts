import { attentionCount, type Dimensions } from '../core/bundleFormat';
import { floats, type Inputs } from './graph';

/** Keys and values of consecutive positions, one column each, for all attentions and their key-value heads. */
export interface KeyValueColumns {
  /** [attentions, keyValueHeads, headWidth, columns], rotated. */
  readonly keys: Float32Array;
  /** [attentions, keyValueHeads, columns, headWidth] */
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
    const { keyValueHeads, headWidth } = dimensions;
    this.keys = new Float32Array(attentionCount(dimensions) * keyValueHeads * headWidth * columns);
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

  /** As oracle and routes graphs take them. */
  inputs(): Inputs {
    const { columns, dimensions, keys, values } = this;
    const { keyValueHeads, headWidth } = dimensions;
    const heads = [attentionCount(dimensions), keyValueHeads] as const;
    return {
      keys: floats(keys, ...heads, headWidth, columns),
      values: floats(values, ...heads, columns, headWidth),
    };
  }

  hasRoomFor(positions: number): boolean {
    return columnsFor(positions) <= this.columns;
  }

  /** A copy with room for more positions. */
  enlarged(positions: number): KeyValues {
    return KeyValues.empty(this.dimensions, positions).copy(this, 0);
  }

  /** Fills in one position at one attention; `key` (rotated) and `value` are [keyValueHeads, headWidth]. */
  write(position: number, attention: number, key: Float32Array, value: Float32Array): void {
    const { keyValueHeads, headWidth } = this.dimensions;
    const column = 1 + position;
    for (const [channel, number] of key.entries()) {
      this.keys[(attention * key.length + channel) * this.columns + column] = number;
    }
    for (let head = 0; head < keyValueHeads; head++) {
      const source = value.subarray(head * headWidth, (head + 1) * headWidth);
      const row = (attention * keyValueHeads + head) * this.columns + column;
      this.values.set(source, row * headWidth);
    }
  }

  private copy(source: KeyValueColumns, firstColumn: number): this {
    const { keyValueHeads, headWidth } = this.dimensions;
    const heads = attentionCount(this.dimensions) * keyValueHeads;
    const count = Math.min(source.columns, this.columns - firstColumn);
    for (let row = 0; row < heads * headWidth; row++) {
      const from = row * source.columns;
      this.keys.set(source.keys.subarray(from, from + count), row * this.columns + firstColumn);
    }
    for (let head = 0; head < heads; head++) {
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
