import type { Asking } from './asking';
import type { PanelHost } from './panelHost';
import type { PanelState, Store } from './state';

/** A part of the panel. Draws from the state alone, so that it looks the same whatever came before. */
export interface View {
  readonly element: HTMLElement;
  /**
   * Draws what has changed: called at most once per frame, and only while it can be seen. Parts of the state keep their
   * identity while they are the same, so `===` tells what to leave alone.
   */
  update(state: PanelState): void;
}

export interface ViewTools {
  readonly host: PanelHost;
  readonly store: Store;
  /** For questions, instead of `host.tell('ask', ...)`. */
  readonly asking: Asking;
  /** Says something to screen readers, politely. */
  readonly announce: (sentence: string) => void;
}

export type MakeView = (tools: ViewTools) => View;
