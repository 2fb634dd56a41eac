import { Failure } from '../../../src/core/failure';
import type { LiveRun } from './liveDocument';

/**
 * Runs until each of the conditions has held once, then stops the run.
 * @returns milliseconds from now to when each first held.
 * @throws Error when the run ends before.
 */
export async function until(
  live: LiveRun,
  conditions: readonly (() => boolean)[],
  onAdvance: () => void = () => undefined,
): Promise<number[]> {
  const began = performance.now();
  const controller = new AbortController();
  const times = conditions.map(() => Number.NaN);
  try {
    await live.run(controller.signal, () => {
      onAdvance();
      conditions.forEach((holds, at) => {
        if (Number.isNaN(times[at]) && holds()) times[at] = performance.now() - began;
      });
      if (!times.some(Number.isNaN)) controller.abort();
    });
  } catch (error) {
    if (!(error instanceof Failure && error.code === 'cancelled')) throw error;
  }
  if (times.some(Number.isNaN)) throw new Error('The run ended before what was waited for.');
  return times;
}
