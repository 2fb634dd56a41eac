// Loaded into an engine by a test: on SIGUSR2 its main thread does nothing any more, as in a driver that hangs.
import { isMainThread } from 'node:worker_threads';

if (isMainThread)
  process.on('SIGUSR2', () => {
    for (;;);
  });
