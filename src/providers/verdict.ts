import type { Trial } from '../protocol/engineApi';

/**
 * Nats by which a provider's losses may differ from the CPU's. Other orders of float32 additions stay below a tenth of it;
 * products in half precision or TF32 do not. No statement about a token turns on less.
 */
export const TOLERANCE = 1e-3;

/**
 * Why a provider that ran is not taken, as a sentence; `undefined`: it is right and faster. The reference is the CPU on the
 * same bundle, which may be anybody's: PyTorch's golden values hold for the bundles of this repository, and with them the
 * CPU is tested.
 */
export function objection(trial: Trial, cpu: Trial): string | undefined {
  const deviation = Math.max(
    largestDeviation(trial.forward, cpu.forward),
    // Their blocks may be of different sizes, but begin at the same position.
    largestDeviation(trial.losses, cpu.losses, Math.min(trial.losses.length, cpu.losses.length)),
  );
  if (!(deviation <= TOLERANCE)) {
    const by = Number.isFinite(deviation)
      ? `differ by up to ${nats(deviation)} nats`
      : 'are no numbers';
    return `It computes wrong losses: they ${by}${Number.isFinite(deviation) ? ' from those of the CPU' : ''}.`;
  }
  const ratio = cpu.millisecondsPerToken / trial.millisecondsPerToken;
  if (ratio > 1) return undefined;
  return `It is slower than the CPU: ${perSecond(trial)} tokens/s instead of ${perSecond(cpu)}.`;
}

/** How much faster a trial was than the CPU's. */
export function speedUp(trial: Trial, cpu: Trial): number {
  return cpu.millisecondsPerToken / trial.millisecondsPerToken;
}

/** In nats; infinite where one is no number, or the counts differ. */
export function largestDeviation(
  actual: Float32Array,
  expected: Float32Array,
  count = Math.max(actual.length, expected.length),
): number {
  let largest = 0;
  for (let at = 0; at < count; at++) {
    const difference = Math.abs((actual[at] ?? Number.NaN) - (expected[at] ?? Number.NaN));
    if (Number.isNaN(difference)) return Number.POSITIVE_INFINITY;
    largest = Math.max(largest, difference);
  }
  return largest;
}

function perSecond({ millisecondsPerToken }: Trial): string {
  return (1000 / millisecondsPerToken).toPrecision(3);
}

function nats(deviation: number): string {
  return deviation.toPrecision(2);
}
