import type { MessagePort, Worker } from 'node:worker_threads';
import type { Port } from '../protocol/port';

/**
 * The link between a thread and the one that started it. It does not close by itself: a thread ends when it is told to, and
 * one that ends otherwise takes the process with it.
 */
export function threadPort(other: Worker | MessagePort): Port {
  return {
    send(message) {
      other.postMessage(message);
    },
    onMessage(listener) {
      other.on('message', listener);
    },
    onClose() {
      // Nothing to report, see above.
    },
  };
}
