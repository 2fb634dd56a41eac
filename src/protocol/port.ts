import type { Failure } from '../core/failure';

/** One end of a link that carries structured-clonable messages, in order. */
export interface Port {
  /** Throws when the message cannot be cloned. On a closed link it does nothing: `onClose` tells. */
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, when nothing more can arrive, with the reason as callers should see it. */
  onClose(listener: (reason: Failure) => void): void;
}
