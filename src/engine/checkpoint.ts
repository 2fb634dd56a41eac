import { setImmediate } from 'node:timers/promises';
import { Failure } from '../core/failure';

/** Between two runs of a graph: lets messages in, then throws Failure('cancelled') if one of them cancelled the work. */
export async function checkpoint(signal: AbortSignal): Promise<void> {
  await setImmediate();
  if (signal.aborted) throw new Failure('cancelled', 'Cancelled.');
}
