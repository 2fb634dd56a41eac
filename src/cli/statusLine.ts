/** Where progress goes; `process.stderr` is one. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const REDRAW_MS = 100;

/** One line on a terminal, redrawn in place and gone when done; nothing on any other stream. */
export class StatusLine {
  private drawnAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly stream: ProgressStream) {}

  /** Draws a line, unless the last one is quite new. */
  show(line: () => string): void {
    const now = performance.now();
    if (this.stream.isTTY !== true || now - this.drawnAt < REDRAW_MS) return;
    this.drawnAt = now;
    this.stream.write(`\r\x1b[K${line()}`);
  }

  /** Takes the line away; the next one is drawn at once. */
  clear(): void {
    if (this.drawnAt === Number.NEGATIVE_INFINITY) return;
    this.drawnAt = Number.NEGATIVE_INFINITY;
    this.stream.write('\r\x1b[K');
  }
}
