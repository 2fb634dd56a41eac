import assert from 'node:assert/strict';
import { bootstrapInSteps, bootstrapInterval } from '../../../src/core/bootstrap';
import { seededDraw } from '../../../src/core/random';
import { atOnce } from '../../../src/core/steps';

function ratio(sums: Float64Array): number {
  return (sums[0] ?? 0) / (sums[1] ?? 0);
}

/** Roughly normal, of mean 0 and deviation 1: twelve even draws, added up. */
function normal(draw: (below: number) => number): number {
  let sum = -6;
  for (let n = 0; n < 12; n++) sum += draw(1_000_000) / 1_000_000;
  return sum;
}

describe('bootstrap', () => {
  it('finds an interval as wide as theory says, about the mean', () => {
    const draw = seededDraw(3);
    const units = Array.from({ length: 400 }, () => [5 + normal(draw), 1]);
    const [low, high] = bootstrapInterval(units, ratio, { resamples: 4000 }) ?? assert.fail();
    const mean = units.reduce((sum, [value = 0]) => sum + value, 0) / 400;
    const theory = 1.96 / Math.sqrt(400);
    assert.ok(Math.abs((high - low) / 2 - theory) < 0.1 * theory);
    assert.ok(Math.abs((high + low) / 2 - mean) < 0.1 * theory);
  });

  it('covers the true ratio 95 times in 100', () => {
    const draw = seededDraw(7);
    let covered = 0;
    for (let trial = 0; trial < 200; trial++) {
      const units = Array.from({ length: 60 }, () => {
        const size = 1 + draw(20);
        return [size * (2 + normal(draw)), size];
      });
      const [low, high] =
        bootstrapInterval(units, ratio, { resamples: 300, seed: trial }) ?? assert.fail();
      if (low <= 2 && high >= 2) covered++;
    }
    assert.ok(covered > 180 && covered < 199, String(covered));
  });

  it('says the same again, and something else from another seed', () => {
    const units = [
      [1, 2],
      [3, 4],
      [5, 4],
      [1, 9],
    ];
    assert.deepEqual(bootstrapInterval(units, ratio), bootstrapInterval(units, ratio));
    const [low] = bootstrapInterval(units, ratio, { resamples: 10, seed: 1 }) ?? assert.fail();
    const others = [2, 3, 4, 5].map((seed) => {
      return bootstrapInterval(units, ratio, { resamples: 10, seed })?.[0];
    });
    assert.ok(others.some((other) => other !== low));
  });

  it('is a point where units are alike', () => {
    const units = Array.from({ length: 9 }, () => [1, 4]);
    assert.deepEqual(bootstrapInterval(units, ratio), [0.25, 0.25]);
  });

  it('leaves resamples aside in which a statistic does not exist', () => {
    const units = [
      [1, 1],
      [0, 0],
    ];
    assert.deepEqual(bootstrapInterval(units, ratio), [1, 1]);
    assert.equal(bootstrapInterval([[0, 0]], ratio), null);
    assert.equal(bootstrapInterval([], ratio), null);
  });

  it('answers several questions from one resampling', () => {
    const units = Array.from({ length: 20 }, (_, at) => [at, at % 3, 1]);
    const mean = (at: number) => (sums: Float64Array) => (sums[at] ?? 0) / (sums[2] ?? 0);
    const both = atOnce(bootstrapInSteps(units, (sums) => [mean(0)(sums), mean(1)(sums)]));
    assert.deepEqual(both, [bootstrapInterval(units, mean(0)), bootstrapInterval(units, mean(1))]);
  });
});
