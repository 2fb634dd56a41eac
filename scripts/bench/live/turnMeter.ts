import { readFileSync } from 'node:fs';

/** Between two looks. */
const INTERVAL_MS = 1;

/**
 * The longest that a process kept its event loop to itself, in processor time of its main thread: unlike the clock it does
 * not count what other processes of a busy machine took. Only Linux tells, to a few milliseconds.
 */
export class TurnMeter {
  private readonly timer: NodeJS.Timeout;
  private last = mainThreadMs();
  private longest = 0;

  constructor() {
    this.timer = setInterval(() => {
      this.look();
    }, INTERVAL_MS);
  }

  /** @returns milliseconds; `null` where the system does not tell. */
  stop(): number | null {
    clearInterval(this.timer);
    return Number.isNaN(this.last) ? null : this.longest;
  }

  private look(): void {
    const now = mainThreadMs();
    if (now - this.last > this.longest) this.longest = now - this.last;
    this.last = now;
  }
}

function mainThreadMs(): number {
  if (process.platform !== 'linux') return Number.NaN;
  const [nanoseconds] = readFileSync('/proc/self/schedstat', 'utf8').split(' ');
  return Number(nanoseconds) / 1e6;
}
