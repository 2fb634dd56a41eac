import type { Analysis } from '../core/analysis';
import type { Constraint } from '../core/constraint';
import type { PanelEvent } from './panelApi';
import type { TokenDetail } from './tokenDetail';

/** What a host has to show. */
export interface Shown {
  readonly analysis: Analysis;
  /** What each vocabulary id stands for, for display. */
  readonly vocabulary: readonly string[];
  readonly provider: string;
  readonly timing: { readonly seconds: number; readonly tokensPerSecond: number } | null;
  /** Nats: of the needed compute and of route ambiguity. */
  readonly tolerance: number;
}

/**
 * Turns changes of an analysis and of the question into what a panel draws. The quick parts (subject, answer) come at
 * once; the slow ones (curve, overview) after them, in steps with pauses between, and only for the newest state.
 */
export class Presenter {
  constructor(
    private readonly emit: (event: PanelEvent) => void,
    /** Lets the host do something else for a moment. */
    private readonly pause: () => Promise<void>,
  ) {}
}
