import { Failure } from '../core/failure';

/** Lets one holder in at a time, in order of arrival. */
export class Turns {
  private last: Promise<void> = Promise.resolve();
  private present = 0;

  /** Nobody holds a turn or waits for one. */
  get idle(): boolean {
    return this.present === 0;
  }

  /** Waits for a turn; returns what ends it. Throws Failure('cancelled') when the signal aborts while it waits. */
  async take(signal?: AbortSignal): Promise<() => void> {
    const before = this.last;
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    this.last = before.then(() => ended);
    this.present++;
    const leave = (): void => {
      this.present--;
      end();
    };
    await until(before, signal);
    if (signal?.aborted === true) {
      leave();
      throw new Failure('cancelled', 'Cancelled.');
    }
    return leave;
  }
}

/** Resolves with the promise or when the signal aborts, whichever is first. */
async function until(promise: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (!signal) return promise;
  if (signal.aborted) return;
  let stop = (): void => undefined;
  const aborted = new Promise<void>((resolve) => {
    stop = resolve;
  });
  signal.addEventListener('abort', stop);
  await Promise.race([promise, aborted]);
  signal.removeEventListener('abort', stop);
}
