import { setImmediate } from 'node:timers/promises';
import { Failure } from '../core/failure';

/** Between two steps that block the thread: lets messages in, then throws Failure('cancelled') if one of them cancelled the work. */
export async function checkpoint(signal: AbortSignal): Promise<void> {
  await setImmediate();
  if (signal.aborted) throw new Failure('cancelled', 'Cancelled.');
}
