import { LABELS } from '../core/hindsight';
import { sampleLabels } from '../core/sampledLabels';
import type { WindowTokens } from './windowTokens';

/**
 * Further next tokens for the predictors of a window, equally many for each, whose losses an oracle graph gives beside those
 * of the true ones.
 */
export interface Labels {
  readonly perPosition: number;
  /** [positions, perPosition] of predictors `first` to `first + positions - 1`; 0 where one predicts no scored token. */
  block(first: number, positions: number): Int32Array;
}

/** Drawn from what the all-big model thinks comes next; only when they are needed, since that visits the whole vocabulary. */
export class DrawnLabels implements Labels {
  readonly perPosition = LABELS;

  constructor(
    /** [positions, vocabulary] of the window's all-big run; natural logarithms. */
    private readonly distribution: Float32Array,
    private readonly window: WindowTokens,
  ) {}

  block(first: number, positions: number): Int32Array {
    const { start, end, scoreFrom, ids } = this.window;
    const vocabulary = this.distribution.length / ids.length;
    const labels = new Int32Array(positions * LABELS);
    for (let n = 0; n < positions; n++) {
      const position = first + n;
      if (position < scoreFrom - start || position >= end - start) continue;
      sampleLabels(
        this.distribution.subarray(position * vocabulary, (position + 1) * vocabulary),
        position,
        LABELS,
        labels.subarray(n * LABELS, (n + 1) * LABELS),
      );
    }
    return labels;
  }
}
