import { quantile } from './statistics';

export type Unit = 'ms' | 'GF/s' | 'tokens/s' | 'MB';

/** What a value is to be compared with, of the same unit, measured in the same run or a limit that people feel. */
export interface Reference {
  readonly name: string;
  readonly value: number;
}

/** How good a value has to be; `timesReference`: at least so many times its reference. */
export type Target =
  { readonly atMost: number } | { readonly atLeast: number } | { readonly timesReference: number };

/** One measured quantity, as a line of the result. */
export interface Measurement {
  readonly name: string;
  readonly unit: Unit;
  /** The median where there are several samples; null when it was not measured, of which `note` says why. */
  readonly value: number | null;
  /** Samples, and what 95 of 100 of them do not exceed; absent for a value that has no samples. */
  readonly n?: number;
  readonly p95?: number;
  /** `ratio`: how many times the reference the value is. */
  readonly reference?: Reference & { readonly ratio: number };
  readonly target?: Target;
  readonly met?: boolean;
  readonly note?: string;
}

/** Measures some quantities that belong together; each is reported as soon as it is known. */
export type Bench = () => AsyncIterable<Measurement>;

export interface MeasurementDetails {
  readonly reference?: Reference;
  /** Of value and reference, where both were sampled in pairs; else that of their values. */
  readonly ratio?: number;
  readonly target?: Target;
  readonly note?: string;
}

/** A quantity of which there is one number. */
export function value(
  name: string,
  unit: Unit,
  number: number,
  { reference, ratio, target, note }: MeasurementDetails = {},
): Measurement {
  const times = reference && (ratio ?? number / reference.value);
  return {
    name,
    unit,
    value: rounded(number),
    ...(reference &&
      times !== undefined && {
        reference: {
          name: reference.name,
          value: rounded(reference.value),
          ratio: rounded(times),
        },
      }),
    ...(target && { target, met: isMet(target, number, times) }),
    ...(note !== undefined && { note }),
  };
}

/** A quantity with several samples: their median. */
export function sampled(
  name: string,
  unit: Unit,
  samples: readonly number[],
  details: MeasurementDetails = {},
): Measurement {
  return {
    ...value(name, unit, quantile(samples, 0.5), details),
    n: samples.length,
    p95: rounded(quantile(samples, 0.95)),
  };
}

/** A quantity that cannot be measured here. `note`: a sentence. */
export function notMeasured(name: string, unit: Unit, note: string): Measurement {
  return { name, unit, value: null, note };
}

function isMet(target: Target, number: number, times = Number.NaN): boolean {
  if ('atMost' in target) return number <= target.atMost;
  return 'atLeast' in target ? number >= target.atLeast : times >= target.timesReference;
}

function rounded(number: number): number {
  return Number(number.toPrecision(3));
}
