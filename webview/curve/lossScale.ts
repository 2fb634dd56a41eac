import { extent, range, ticks } from 'd3-array';
import { scaleLinear, scaleLog, type ScaleContinuousNumeric } from 'd3-scale';
import { decimals, nats } from '../numbers';
import type { UiState } from '../uiState';
import type { CurveData } from './curveData';

export type Unit = UiState['unit'];

/** A loss in nats as charts show it in a unit. */
export function inUnit(nats: number, unit: Unit): number {
  return unit === 'perplexity' ? Math.exp(nats) : nats;
}

/** A mean loss as people read it in a unit, without the unit. */
export function lossText(loss: number | null, unit: Unit): string {
  if (loss === null) return nats(null);
  return unit === 'nats' ? nats(loss) : decimals(inUnit(loss, unit));
}

export function tickText(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 3 });
}

/** Perplexities further apart than this are drawn on a logarithmic axis. */
const LINEAR_RATIO = 6;
/** Of the range, left free over and under the curves. */
const PADDING = 0.06;
/** In the unit: where the curves are flat. */
const LEAST_PADDING = 0.01;
const TICKS = 5;

export interface LossScale {
  readonly y: ScaleContinuousNumeric<number, number>;
  readonly ticks: readonly number[];
  readonly logarithmic: boolean;
}

/** The vertical axis for everything in a chart; `bounds` in px, bottom first. */
export function lossScale(
  data: CurveData,
  unit: Unit,
  bounds: readonly [number, number],
): LossScale {
  const [low = 0, high = 1] = extent(lossesOf(data), (nats) => inUnit(nats, unit));
  const logarithmic = unit === 'perplexity' && high / low > LINEAR_RATIO;
  if (logarithmic) {
    const pad = (high / low) ** PADDING;
    const domain: [number, number] = [low / pad, high * pad];
    return { y: scaleLog(domain, bounds), ticks: roundNumbers(...domain), logarithmic };
  }
  const pad = Math.max((high - low) * PADDING, LEAST_PADDING);
  const domain: [number, number] = [Math.max(0, low - pad), high + pad];
  return { y: scaleLinear(domain, bounds), ticks: ticks(...domain, TICKS), logarithmic };
}

function lossesOf({ lines, points, references }: CurveData): number[] {
  return [
    ...lines.flatMap(({ losses }) => losses.filter((loss) => loss !== null)),
    ...lines.flatMap(({ band }) => band?.flatMap((interval) => interval ?? []) ?? []),
    ...points.map(({ loss }) => loss),
    ...references.map(({ loss }) => loss),
  ];
}

/** Round numbers within a range, at least three where steps this fine give as many. */
function roundNumbers(low: number, high: number): number[] {
  const first = Math.floor(Math.log10(low));
  const powers = range(first, Math.ceil(Math.log10(high)) + 1).map((power) => 10 ** power);
  const [coarse = [], fine = []] = [
    [1, 2, 5],
    [1, 1.5, 2, 3, 4, 5, 7],
  ].map((steps) =>
    powers
      .flatMap((power) => steps.map((step) => step * power))
      .filter((value) => value >= low && value <= high),
  );
  return coarse.length < 3 ? fine : coarse;
}
