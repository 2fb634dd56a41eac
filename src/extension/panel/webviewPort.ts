import type { Webview } from 'vscode';
import { Failure } from '../../core/failure';
import type { Port } from '../../protocol/port';

/** The host's end of the link to one page of a webview: as the page goes, it is closed, and the next page gets another. */
export class WebviewPort implements Port {
  private readonly messageListeners: ((message: unknown) => void)[] = [];
  private readonly closeListeners: ((reason: Failure) => void)[] = [];
  private closed = false;

  constructor(private readonly webview: Pick<Webview, 'postMessage'>) {}

  /** A message that no longer reaches the page needs no report. */
  send(message: unknown): void {
    if (!this.closed) this.webview.postMessage(message).then(undefined, () => undefined);
  }

  onMessage(listener: (message: unknown) => void): void {
    this.messageListeners.push(listener);
  }

  onClose(listener: (reason: Failure) => void): void {
    this.closeListeners.push(listener);
  }

  /** Hands on what the page has sent. */
  receive(message: unknown): void {
    if (this.closed) return;
    for (const listener of this.messageListeners) listener(message);
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    for (const listener of this.closeListeners) {
      listener(new Failure('cancelled', 'The panel is gone.'));
    }
  }
}
