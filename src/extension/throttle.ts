import type { Disposable } from 'vscode';

/** Does some work when asked: at once if the last time is long enough ago, else once as soon as it is. */
export class Throttle implements Disposable {
  private timer: NodeJS.Timeout | undefined;
  private asked = false;

  constructor(
    private readonly work: () => void,
    /** A function is asked before each time of work. */
    private readonly intervalMs: number | (() => number),
  ) {}

  ask(): void {
    this.asked = true;
    if (this.timer === undefined) this.doIfAsked();
  }

  /** Does it at once, for all that was asked. */
  now(): void {
    clearTimeout(this.timer);
    this.asked = true;
    this.doIfAsked();
  }

  dispose(): void {
    clearTimeout(this.timer);
  }

  private doIfAsked(): void {
    this.timer = undefined;
    if (!this.asked) return;
    this.asked = false;
    const { intervalMs } = this;
    this.timer = setTimeout(
      () => {
        this.doIfAsked();
      },
      typeof intervalMs === 'number' ? intervalMs : intervalMs(),
    );
    this.work();
  }
}
