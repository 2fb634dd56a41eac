/** The smallest sample that a share `at` of all samples does not exceed; NaN when there are none. */
export function quantile(samples: readonly number[], at: number): number {
  const sorted = [...samples].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(at * sorted.length) - 1)] ?? Number.NaN;
}

export function median(samples: readonly number[]): number {
  return quantile(samples, 0.5);
}

/** The median of numerator n / denominator n: what disturbs both of a pair alike does not count. */
export function medianRatio(
  numerators: readonly number[],
  denominators: readonly number[],
): number {
  return median(numerators.map((numerator, n) => numerator / (denominators[n] ?? Number.NaN)));
}
