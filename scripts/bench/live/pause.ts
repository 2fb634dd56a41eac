import { setImmediate as nextTurn } from 'node:timers/promises';

/** Lets the process do something else for a moment. */
export async function pause(): Promise<void> {
  await nextTurn();
}
