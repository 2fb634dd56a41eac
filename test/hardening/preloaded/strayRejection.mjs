// Loaded into an engine by a test: after a moment a promise is rejected that nobody handles.
import { isMainThread } from 'node:worker_threads';

if (isMainThread)
  setTimeout(() => {
    void Promise.reject(new Error('a stray rejection'));
  }, 500);
