import { routeLoss } from '../choices';
import { mean, ofTokens, type Column } from '../estimate';
import type { Measured } from '../measured';
import type { MeasuredSet } from '../measuredSet';
import { bigLayers } from '../routerLosses';
import { rounded } from '../row';

/** Nats by which two measurements of the same thing may differ: PyTorch's sums and the engine's are not the same floats. */
export const METRICS_TOLERANCE = 1e-3;
/** Layers: a decision that is nearly even may fall the other way. */
const LAYERS_TOLERANCE = 0.02;

/** A number of the bundle's own `training.metrics` beside what the engine measures. */
export interface MetricsRow {
  readonly [column: string]: string | number | null;
  readonly set: string;
  readonly quantity: string;
  readonly stated: number | null;
  readonly measured: number | null;
  readonly agree: 'yes' | 'no';
}

/** What `training.metrics` says of one set; see models/README.md. */
export interface StatedMetrics {
  readonly documents: number;
  readonly tokens: number;
  readonly bytes: number;
  readonly small: { readonly nats: number };
  readonly big: { readonly nats: number };
  readonly routers: Readonly<Record<string, { readonly nats: number; readonly bigLayers: number }>>;
}

/** `metrics`: `training.metrics` as read from the bundle; `undefined`: it has none, and there is nothing to compare. */
export function metricsRows({ sets, extent }: Measured, metrics: unknown): MetricsRow[] {
  if (metrics === undefined) return [];
  const full = metrics as Record<string, StatedMetrics> & { quick: Record<string, StatedMetrics> };
  const ofExtent = extent.name === 'quick' ? full.quick : full;
  return sets.flatMap((set) => {
    const stated = ofExtent[set.name];
    return stated === undefined ? [] : rowsOf(set, stated);
  });
}

function rowsOf(set: MeasuredSet, stated: StatedMetrics): MetricsRow[] {
  const row = (
    quantity: string,
    says: number | undefined,
    found: number | null,
    tolerance = METRICS_TOLERANCE,
  ): MetricsRow => {
    const near = says !== undefined && found !== null && Math.abs(says - found) <= tolerance;
    return {
      set: set.name,
      quantity,
      stated: says ?? null,
      measured: rounded(found),
      agree: near ? 'yes' : 'no',
    };
  };
  const meanOf = (column: Column): number | null => mean(set.documents, column).value;
  const { table, fixed } = set;
  const allBig = table.space.uniform('big') ?? -1;
  const allSmall = fixed.find(({ budget }) => budget === 0);
  return [
    row('documents', stated.documents, set.documents.length),
    row('tokens', stated.tokens, set.tokens),
    row('bytes', stated.bytes, set.bytes),
    ...(allSmall === undefined
      ? []
      : [row('all small, nats', stated.small.nats, meanOf(ofTokens(allSmall.ownLosses)))]),
    row('all big, nats', stated.big.nats, meanOf(routeLoss(table, allBig))),
    ...set.routers.flatMap((router) => {
      const { name } = router.info;
      const says = stated.routers[name];
      const taken = meanOf(bigLayers(set, router));
      return [
        row(`${name}, nats`, says?.nats, meanOf(ofTokens(router.ownLosses))),
        row(`${name}, big layers`, says?.bigLayers, taken, LAYERS_TOLERANCE),
      ];
    }),
  ];
}
