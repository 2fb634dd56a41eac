import type { Port } from '../protocol/port';
import { Failure } from '../core/failure';

/** The link to the process that forked this one. When that process is gone, for whatever reason, this one ends. */
export function parentPort(): Port {
  return {
    send(message) {
      process.send?.(message, undefined, undefined, () => undefined);
    },
    onMessage(listener) {
      process.on('message', listener);
    },
    onClose(listener) {
      process.on('disconnect', () => {
        listener(new Failure('cancelled', 'The parent process is gone.'));
        // Not exit(): onnxruntime aborts a process that exits while one of its threads runs a graph.
        process.kill(process.pid, 'SIGKILL');
      });
    },
  };
}
