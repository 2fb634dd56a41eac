import assert from 'node:assert/strict';
import type { Trial } from '../../../src/protocol/engineApi';
import { largestDeviation, objection } from '../../../src/providers/verdict';

function trial(losses: readonly number[], rest: Partial<Trial> = {}): Trial {
  return {
    forward: Float32Array.of(3, 2),
    losses: Float32Array.from(losses),
    routes: 2,
    millisecondsPerToken: 10,
    ...rest,
  };
}

const CPU = trial([1, 2, 3, 4]);
const fast = { millisecondsPerToken: 1 };

describe('the verdict on a provider', () => {
  it('is good when it is right and faster', () => {
    assert.equal(objection(trial([1, 2, 3, 4.0005], fast), CPU), undefined);
  });

  it('compares what blocks of different sizes have in common', () => {
    assert.equal(objection(trial([1, 2, 3, 4, 5, 6], fast), CPU), undefined);
    assert.match(objection(trial([1, 2.5, 3, 4, 5, 6], fast), CPU) ?? '', /0\.50 nats/);
  });

  it('says by how much losses are wrong', () => {
    assert.equal(
      objection(trial([1, 2, 3.25, 4], fast), CPU),
      'It computes wrong losses: they differ by up to 0.25 nats from those of the CPU.',
    );
    const forward = Float32Array.of(3, 2.01);
    assert.match(objection(trial([1, 2, 3, 4], { ...fast, forward }), CPU) ?? '', /0\.010 nats/);
  });

  it('takes no losses that are no numbers', () => {
    assert.equal(
      objection(trial([1, Number.NaN, 3, 4], fast), CPU),
      'It computes wrong losses: they are no numbers.',
    );
  });

  it('takes nothing that is slower', () => {
    assert.equal(
      objection(trial([1, 2, 3, 4], { millisecondsPerToken: 25 }), CPU),
      'It is slower than the CPU: 40.0 tokens/s instead of 100.',
    );
  });
});

describe('the largest deviation', () => {
  it('is infinite where the counts differ', () => {
    assert.equal(largestDeviation(Float32Array.of(1), Float32Array.of(1, 2)), Infinity);
    assert.equal(largestDeviation(Float32Array.of(1, 2), Float32Array.of(1, 2.5)), 0.5);
  });
});
