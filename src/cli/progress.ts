import type { Analysis } from '../core/analysis';
import { StatusLine, type ProgressStream } from './statusLine';

/** Counts the tokens of one text. */
export class Progress {
  private readonly began = performance.now();
  private readonly line: StatusLine;

  constructor(stream: ProgressStream) {
    this.line = new StatusLine(stream);
  }

  show({ knownCount, tokens }: Analysis): void {
    this.line.show(() => {
      const rate = (knownCount / (performance.now() - this.began)) * 1000;
      return `${String(knownCount)} of ${String(tokens.length)} tokens, ${rate.toFixed(0)} tokens/s`;
    });
  }

  clear(): void {
    this.line.clear();
  }
}
