import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

const LINES_KEPT = 50;

/** Passes on what a process writes to its standard error, line by line, and remembers the last of it. */
export class StderrTail {
  readonly lines: string[] = [];

  constructor(
    private readonly stream: Readable | null,
    log: (line: string) => void,
  ) {
    if (!stream) return;
    createInterface({ input: stream }).on('line', (line) => {
      if (this.lines.push(line) > LINES_KEPT) this.lines.shift();
      log(line);
    });
  }

  /** The line that says most about why the process ended: none of a stack, whose files may be called anything. */
  get likelyCause(): string | undefined {
    const lines = this.lines.map((line) => line.trim()).filter((line) => !/^$|^at /.test(line));
    return lines.findLast((line) => /error|fail|abort|memory|cannot/i.test(line)) ?? lines.at(-1);
  }

  ref(): void {
    (this.stream as Socket | null)?.ref();
  }

  unref(): void {
    (this.stream as Socket | null)?.unref();
  }
}
