import assert from 'node:assert/strict';
import fc from 'fast-check';
import { median, medianRatio, quantile } from '../../../../scripts/bench/statistics';

const samples = fc.array(fc.double({ min: 0.1, max: 1000, noNaN: true }), { minLength: 1 });

describe('statistics of the benchmark', () => {
  it('a quantile is a sample that at least so many do not exceed, and fewer if it were smaller', () => {
    fc.assert(
      fc.property(samples, fc.double({ min: 0.01, max: 1, noNaN: true }), (all, at) => {
        const found = quantile(all, at);
        const share = (holds: (sample: number) => boolean): number =>
          all.filter(holds).length / all.length;
        assert.ok(all.includes(found));
        assert.ok(share((sample) => sample <= found) >= at - 1e-9);
        assert.ok(share((sample) => sample < found) < at + 1e-9);
      }),
    );
  });

  it('the median of none is NaN', () => {
    assert.ok(Number.isNaN(median([])));
  });

  it('the ratio of pairs does not see what slows both of a pair', () => {
    fc.assert(
      fc.property(samples, fc.double({ min: 0.1, max: 10, noNaN: true }), (times, ratio) => {
        const slowed = times.map((time) => time * ratio);
        assert.ok(Math.abs(medianRatio(slowed, times) / ratio - 1) < 1e-9);
      }),
    );
  });
});
