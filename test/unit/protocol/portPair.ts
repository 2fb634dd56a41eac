import type { Failure } from '../../../src/core/failure';
import type { Port } from '../../../src/protocol/port';

/** Two connected ends in one process; messages are cloned and arrive asynchronously, in order, like those of a real link. */
export function portPair(): { caller: TestPort; server: TestPort } {
  const caller = new TestPort();
  const server = new TestPort();
  caller.peer = server;
  server.peer = caller;
  return { caller, server };
}

export class TestPort implements Port {
  peer: TestPort | undefined;
  /** Everything that was sent from this end. */
  readonly sent: unknown[] = [];
  private isClosed = false;
  private readonly messageListeners: ((message: unknown) => void)[] = [];
  private readonly closeListeners: ((reason: Failure) => void)[] = [];

  send(message: unknown): void {
    const clone: unknown = structuredClone(message);
    this.sent.push(clone);
    setImmediate(() => {
      if (this.isClosed) return;
      this.peer?.messageListeners.forEach((listener) => {
        listener(clone);
      });
    });
  }

  onMessage(listener: (message: unknown) => void): void {
    this.messageListeners.push(listener);
  }

  onClose(listener: (reason: Failure) => void): void {
    this.closeListeners.push(listener);
  }

  /** Closes the link, at both ends. */
  close(reason: Failure): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.closeListeners.forEach((listener) => {
      listener(reason);
    });
    this.peer?.close(reason);
  }
}
