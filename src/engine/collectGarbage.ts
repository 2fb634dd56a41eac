import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes of garbage that are worth the time. */
export const WORTH_COLLECTING = 2 ** 18;

/**
 * Frees the arrays of this thread that nobody uses any more; takes some milliseconds. They lie outside of the JavaScript heap,
 * so that the collector, left to itself, lets 64 MB of them pile up in each thread.
 */
export function collectGarbage(): void {
  collect();
}
