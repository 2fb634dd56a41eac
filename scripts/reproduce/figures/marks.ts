import * as Plot from '@observablehq/plot';
import type { Series } from '../looks';
import type { Row } from '../row';

/** Which columns a chart shows. */
export interface LineColumns {
  readonly x: string;
  readonly y: string;
  /** Column that names the series. */
  readonly series: string;
  /** The ends of the interval. */
  readonly low?: string;
  readonly high?: string;
}

/**
 * Lines of several series, each in its own colour, dash and symbol, with a bar for each interval. Rows are those of
 * `inPanels`; without a y they are left out.
 */
export function lines(
  rows: readonly Row[],
  key: readonly Series[],
  { x, y, series, low, high }: LineColumns,
): Plot.Markish[] {
  const panel = { fx: 'fx', fy: 'fy' };
  return key.flatMap(({ name, dash }) => {
    const own = rows.filter((row) => row[series] === name && row[y] !== null);
    const line = { x, y, stroke: series, strokeWidth: 1.8, strokeDasharray: dash, ...panel };
    const marks: Plot.Markish[] = [
      Plot.line(own, line),
      Plot.dot(own, { x, y, fill: series, symbol: series, r: 3.6, ...panel }),
    ];
    if (low === undefined || high === undefined) return marks;
    const known = own.filter((row) => row[low] !== null);
    const bar = { x, y1: low, y2: high, stroke: series, strokeOpacity: 0.6, ...panel };
    return [Plot.ruleX(known, bar), ...marks];
  });
}
