/**
 * Nats: the entropy of a distribution of which only the likeliest outcomes are known, if all others were one. The true one
 * is at least that.
 */
export function leastEntropy(probabilities: readonly number[]): number {
  const rest = 1 - probabilities.reduce((sum, probability) => sum + probability, 0);
  return [...probabilities, rest].reduce((sum, probability) => {
    return probability > 0 ? sum - probability * Math.log(probability) : sum;
  }, 0);
}
