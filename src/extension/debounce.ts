import type { Disposable } from 'vscode';

/** When a `Debounce` works, in milliseconds. */
export interface DebounceTimes {
  /** After the last that was asked. */
  readonly quiet: number;
  /** And no later than this after the first, however much is asked. */
  readonly most: number;
}

/** Does some work when asking for it has come to rest, once for all that was asked. */
export class Debounce implements Disposable {
  private resting: NodeJS.Timeout | undefined;
  private atLast: NodeJS.Timeout | undefined;

  constructor(
    private readonly work: () => void,
    private readonly times: DebounceTimes,
  ) {}

  ask(): void {
    const work = (): void => {
      this.dispose();
      this.work();
    };
    clearTimeout(this.resting);
    this.resting = setTimeout(work, this.times.quiet);
    this.atLast ??= setTimeout(work, this.times.most);
  }

  /** What was asked and not done is not done any more. */
  dispose(): void {
    clearTimeout(this.resting);
    clearTimeout(this.atLast);
    this.atLast = undefined;
  }
}
