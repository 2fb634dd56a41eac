import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 20;

/** Waits for something to become true; the test's timeout is the limit. */
export async function until<T>(condition: () => T): Promise<NonNullable<T>> {
  for (;;) {
    const value = condition();
    if (value) return value;
    await sleep(POLL_MS);
  }
}
