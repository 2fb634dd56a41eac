/** One measured quantity, as a line of the result. */
export interface Measurement {
  readonly name: string;
  readonly unit: 'ms';
  readonly median: number;
  readonly p95: number;
  /** Samples. */
  readonly n: number;
  /** What the median is to be judged by. */
  readonly reference?: { readonly name: string; readonly value: number };
}

/** Measures some quantities that belong together; each is reported as soon as it is known. */
export type Bench = () => AsyncIterable<Measurement>;

/** `samples`: milliseconds. */
export function measured(
  name: string,
  samples: readonly number[],
  reference?: Measurement['reference'],
): Measurement {
  const sorted = [...samples].sort((one, other) => one - other);
  const at = (share: number): number => {
    return round(sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN);
  };
  const result = { name, unit: 'ms', median: at(0.5), p95: at(0.95), n: sorted.length } as const;
  return reference === undefined ? result : { ...result, reference };
}

/** Milliseconds that each of `count` calls takes, after `warmUp` calls that do not count. */
export function timed(count: number, warmUp: number, call: (at: number) => void): number[] {
  const samples: number[] = [];
  for (let at = -warmUp; at < count; at++) {
    const began = performance.now();
    call(at + warmUp);
    if (at >= 0) samples.push(performance.now() - began);
  }
  return samples;
}

function round(milliseconds: number): number {
  return Number(milliseconds.toPrecision(3));
}
