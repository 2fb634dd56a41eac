import type { ModelInfo } from '../../src/core/model';
import type { MeasuredSet } from './measuredSet';
import type { Opinion } from './measureSet';
import type { Extent, SetName } from './sample';

/** Another model, asked about the same tokens. */
export interface MeasuredOther {
  readonly name: string;
  readonly sha256: string;
  /** Tokens that it was trained on, and from which seed, as its `duo.json` says. */
  readonly trainedTokens: number | null;
  readonly seed: number | null;
  readonly sets: Readonly<Record<SetName, Opinion>>;
}

/** All that a report is made of. */
export interface Measured {
  readonly model: ModelInfo;
  /** SHA-256 of the sample's files. */
  readonly sample: string;
  readonly extent: Extent;
  readonly sets: readonly MeasuredSet[];
  readonly others: readonly MeasuredOther[];
}

/** Budgets at a third, a half and two thirds of the layers, as the paper's 4, 6 and 8 of 12. */
export function paperBudgets(layers: number): { low: number; half: number; high: number } {
  const half = Math.round(layers / 2);
  const low = Math.max(1, Math.min(half - 1, Math.round(layers / 3)));
  return { low, half, high: layers - low };
}
