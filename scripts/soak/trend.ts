export interface Trend {
  /** What one more of x adds to y. */
  readonly slope: number;
  readonly standardError: number;
}

/** A line through points by least squares; at least three. */
export function trendOf(points: readonly { readonly x: number; readonly y: number }[]): Trend {
  const mean = (of: (point: { readonly x: number; readonly y: number }) => number): number =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [meanX, meanY] = [mean(({ x }) => x), mean(({ y }) => y)];
  const spread = mean(({ x }) => (x - meanX) ** 2);
  const slope = mean(({ x, y }) => (x - meanX) * (y - meanY)) / spread;
  const residual = mean(({ x, y }) => (y - meanY - slope * (x - meanX)) ** 2);
  return { slope, standardError: Math.sqrt(residual / spread / (points.length - 2)) };
}
