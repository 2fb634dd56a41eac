import type { Constraint } from '../src/core/constraint';
import type { PanelHost } from './panelHost';
import type { Store } from './state';

/**
 * Asks the host, for all views. At most one question is on its way; of those that come in the meantime only the newest is
 * sent, so a dragged slider never leaves a queue behind. The controls show the newest at once: see `PanelState.draft`.
 */
export class Asking {
  private next: { readonly question: Constraint | null } | undefined;
  private busy = false;

  constructor(
    private readonly host: Pick<PanelHost, 'call'>,
    private readonly store: Store,
  ) {}

  /** `null`: back to the question that nobody asked. */
  ask(question: Constraint | null): void {
    this.store.beginDraft(question);
    this.next = { question };
    if (!this.busy) void this.send();
  }

  private async send(): Promise<void> {
    this.busy = true;
    let reply: null | undefined;
    while (this.next) {
      const { question } = this.next;
      this.next = undefined;
      reply = await this.host.call('ask', question);
    }
    this.busy = false;
    this.store.endDraft(reply !== undefined);
  }
}
