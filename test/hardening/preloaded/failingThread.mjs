// Loaded into an engine by a test: its threads fail after a moment.
import { isMainThread } from 'node:worker_threads';

if (!isMainThread)
  setTimeout(() => {
    throw new Error('a thread failed');
  }, 500);
