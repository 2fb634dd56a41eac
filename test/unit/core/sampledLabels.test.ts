import assert from 'node:assert/strict';
import fc from 'fast-check';
import { seededDraw } from '../../../src/core/random';
import { sampleLabels } from '../../../src/core/sampledLabels';

function sampled(logs: Float32Array, token: number, count: number): number[] {
  const out = new Int32Array(count);
  sampleLabels(logs, token, count, out);
  return [...out];
}

/** The definition, as plainly as it can be written. */
function naive(logs: Float32Array, token: number, count: number): number[] {
  const chances = Array.from(logs, (log) => Math.exp(log));
  const total = chances.reduce((sum, chance) => sum + chance, 0);
  return Array.from({ length: count }, (_, label) => {
    const u = (label + (((token + 1) * 0.6180339887498949) % 1)) / count;
    let sum = 0;
    return chances.findIndex((chance) => (sum += chance) > u * total);
  });
}

const distributions = fc
  .array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 40 })
  .filter((weights) => weights.some((weight) => weight > 0))
  .map((weights) => {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return Float32Array.from(weights, (weight) => Math.log(weight / total));
  });

describe('sampled labels', () => {
  it('are where the distribution, in the order of the vocabulary, passes evenly spaced marks', () => {
    fc.assert(
      fc.property(distributions, fc.nat(500_000), fc.integer({ min: 1, max: 20 }), (...sample) => {
        assert.deepEqual(sampled(...sample), naive(...sample));
      }),
    );
  });

  it('number each id its share of the count, to within one', () => {
    fc.assert(
      fc.property(distributions, fc.nat(500_000), (logs, token) => {
        const labels = sampled(logs, token, 16);
        logs.forEach((log, id) => {
          const times = labels.filter((label) => label === id).length;
          assert.ok(Math.abs(times - 16 * Math.exp(log)) < 1 + 1e-5);
          // What cannot come is never drawn.
          assert.ok(times === 0 || log > Number.NEGATIVE_INFINITY);
        });
      }),
    );
  });

  it('number each id its share exactly, on average over tokens', () => {
    const draw = seededDraw(5);
    const weights = Float64Array.from({ length: 50 }, () => 1 + draw(20));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const logs = Float32Array.from(weights, (weight) => Math.log(weight / total));
    const counts = new Float64Array(50);
    const tokens = 10_000;
    for (let token = 0; token < tokens; token++) {
      for (const id of sampled(logs, token, 16)) counts[id] = (counts[id] ?? 0) + 1;
    }
    // Multiples of the golden ratio spread so evenly that 10,000 of them are off by less than 20.
    counts.forEach((count, id) => {
      const share = (weights[id] ?? 0) / total;
      assert.ok(Math.abs(count / (16 * tokens) - share) < 20 / (16 * tokens), String(id));
    });
  });

  it('take the last possible id when rounding goes past the end', () => {
    const logs = Float32Array.of(Math.log(0.5), Math.log(0.5), -Infinity, -Infinity);
    for (let token = 0; token < 1000; token++) {
      assert.deepEqual(new Set(sampled(logs, token, 16)), new Set([0, 1]));
    }
    // Adds up to less than 1, as rounded probabilities may.
    const short = Float32Array.of(Math.log(0.4), Math.log(0.4));
    assert.deepEqual(sampled(short, 3, 2), [0, 1]);
  });
});
