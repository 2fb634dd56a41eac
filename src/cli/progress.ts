import type { Analysis } from '../core/analysis';

/** Where progress goes; `process.stderr` is one. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const REDRAW_MS = 100;

/** One line that counts the tokens, redrawn in place and gone when done; nothing unless the stream is a terminal. */
export class Progress {
  private readonly began = performance.now();
  private drawnAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly stream: ProgressStream) {}

  show({ knownCount, tokens }: Analysis): void {
    const now = performance.now();
    if (this.stream.isTTY !== true || now - this.drawnAt < REDRAW_MS) return;
    this.drawnAt = now;
    const rate = (knownCount / (now - this.began)) * 1000;
    this.stream.write(
      `\r\x1b[K${String(knownCount)} of ${String(tokens.length)} tokens, ${rate.toFixed(0)} tokens/s`,
    );
  }

  clear(): void {
    if (this.drawnAt > Number.NEGATIVE_INFINITY) this.stream.write('\r\x1b[K');
  }
}
