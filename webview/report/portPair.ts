import type { Port } from '../../src/protocol/port';

/** The two ends of a link inside one page: messages arrive in order, after the sender has gone on. */
export function portPair(): readonly [Port, Port] {
  const one = new LocalPort();
  const other = new LocalPort();
  one.peer = other;
  other.peer = one;
  return [one, other];
}

class LocalPort implements Port {
  peer: LocalPort | undefined;
  private readonly listeners: ((message: unknown) => void)[] = [];

  send(message: unknown): void {
    queueMicrotask(() =>
      this.peer?.listeners.forEach((listen) => {
        listen(message);
      }),
    );
  }

  onMessage(listener: (message: unknown) => void): void {
    this.listeners.push(listener);
  }

  /** Both ends live as long as the page. */
  onClose(): void {
    // Nothing can close it.
  }
}
