import type { LayerConstraint } from '../core/module';

/** Loss against compute: mean losses in nats per known token, by budget 0..L; `null` where no route has that budget. */
export interface Curve {
  /** Of the subject. */
  readonly revision: number;
  /** Which routes the earlier positions took. */
  readonly context: 'big' | 'self';
  /** Exactly so many big layers, or at most. */
  readonly atMost: boolean;
  readonly layers: readonly LayerConstraint[];
  readonly oracle: readonly (number | null)[];
  readonly fixed: readonly { readonly route: string | null; readonly meanLoss: number | null }[];
  readonly random100: readonly (number | null)[];
  /** Without the answer in hand (see *hindsight*), where the analysis carries it. */
  readonly hindsightFree: readonly (number | null)[] | null;
  /** All layers small, all layers big. */
  readonly small: number | null;
  readonly big: number | null;
}
