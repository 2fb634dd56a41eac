import type { Analysis } from '../core/analysis';

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
