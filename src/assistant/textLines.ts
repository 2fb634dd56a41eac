/** A position as editors tell it: both count from 1, columns in UTF-16 units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Where the lines of a text begin: after `\n`, `\r\n` or a single `\r`, as in VS Code. */
export class TextLines {
  /** [lines] UTF-16 offsets. */
  private readonly starts: readonly number[];

  constructor(private readonly text: string) {
    const ends = Array.from(
      text.matchAll(/\r\n|\n|\r/g),
      ({ 0: end, index }) => index + end.length,
    );
    this.starts = [0, ...ends];
  }

  get count(): number {
    return this.starts.length;
  }

  /** Number of the line that an offset lies in, from 1. */
  lineAt(offset: number): number {
    let [low, high] = [0, this.starts.length];
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  }

  placeOf(offset: number): Place {
    const line = this.lineAt(offset);
    return { line, column: offset - this.startOf(line) + 1 };
  }

  /** Offset of a line's first character; of the text's end for lines behind the last. */
  startOf(line: number): number {
    return this.starts[line - 1] ?? this.text.length;
  }

  /** A line without its end. */
  textOf(line: number): string {
    return this.text.slice(this.startOf(line), this.startOf(line + 1)).replace(/\r?\n$|\r$/, '');
  }
}
