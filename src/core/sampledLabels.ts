/** Its multiples spread evenly between 0 and 1 however many there are. */
const GOLDEN_RATIO = 0.6180339887498949;

/**
 * Draws labels from a model's distribution by systematic sampling: label s of the predictor at position t is where the distribution,
 * summed up in the order of the vocabulary, passes u = (s + frac((t + 1) * GOLDEN_RATIO)) / count. One label from each of
 * `count` equal parts of the distribution: a mean over them scatters much less than one over independent draws, and
 * every predictor starts at another place in its parts. Deterministic.
 *
 * `logProbabilities` is [vocabulary], natural logarithms, at least one finite; writes `count` ids, ascending, into `out`.
 */
export function sampleLabels(
  logProbabilities: Float32Array,
  position: number,
  count: number,
  out: Int32Array,
): void {
  const upTo = new Float64Array(logProbabilities.length);
  let sum = 0;
  /** Of positive probability. */
  let last = 0;
  for (let id = 0; id < upTo.length; id++) {
    const more = sum + Math.exp(logProbabilities[id] ?? Number.NEGATIVE_INFINITY);
    if (more > sum) last = id;
    sum = more;
    upTo[id] = sum;
  }
  const offset = ((position + 1) * GOLDEN_RATIO) % 1;
  let id = 0;
  for (let label = 0; label < count; label++) {
    // Rounded logarithms do not add up to exactly 1.
    const passed = ((label + offset) / count) * sum;
    while (id < last && (upTo[id] ?? sum) <= passed) id++;
    out[label] = id;
  }
}
