import type { AnalysisRun } from '../core/analysis';
import type { Constraint } from '../core/constraint';
import type { LayerUsage } from '../core/layerUsage';
import type { Curve } from './curve';

/** A run as it was when the user kept it. */
export interface KeptRun {
  readonly id: number;
  /** What tells it from others: `notes.md, exactly 4 big, small/big, learned-4`. */
  readonly label: string;
  /** Milliseconds since 1970. */
  readonly keptAt: number;
  readonly document: string;
  readonly run: AnalysisRun;
  readonly constraint: Constraint;
}

/** A kept run beside the run on screen. */
export interface Comparison {
  /** Of the subject on screen. */
  readonly revision: number;
  readonly id: number;
  readonly figures: readonly ComparedFigure[];
  readonly usage: readonly ComparedLayer[];
  readonly curve: Curve | null;
  /** Tokens of both texts that have the same text before them, with both losses: the largest changes first. */
  readonly tokens: {
    /** How many could be compared. */
    readonly compared: number;
    readonly changes: readonly ComparedToken[];
  };
}

/** A number of both; `null` where one of them lacks it. */
export interface ComparedFigure {
  readonly name: string;
  readonly unit: 'nats' | 'perplexity' | 'layers' | 'share' | 'tokens';
  readonly kept: number | null;
  readonly now: number | null;
}

export interface ComparedLayer {
  readonly kept: LayerUsage | null;
  readonly now: LayerUsage | null;
}

export interface ComparedToken {
  /** In the subject on screen. */
  readonly token: number;
  readonly text: string;
  /** Nats of the oracle's route under each run's question. */
  readonly kept: number;
  readonly now: number;
}
