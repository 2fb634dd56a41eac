import assert from 'node:assert/strict';
import { notMeasured, sampled, value } from '../../../../scripts/bench/measurement';

describe('a measurement of the benchmark', () => {
  it('is the median of its samples, with three digits', () => {
    const { value: middle, p95, n } = sampled('load', 'ms', [3.14159, 1, 100]);
    assert.deepEqual({ middle, p95, n }, { middle: 3.14, p95: 100, n: 3 });
  });

  it('is held against its reference: by the ratio of pairs where there is one', () => {
    const reference = { name: 'MatMul', value: 200 };
    assert.equal(value('oracle', 'GF/s', 170, { reference }).reference?.ratio, 0.85);
    assert.equal(value('oracle', 'GF/s', 170, { reference, ratio: 0.9 }).reference?.ratio, 0.9);
  });

  it('meets its target or not', () => {
    const reference = { name: 'batch', value: 100 };
    const cases = [
      [value('cancel', 'ms', 150, { target: { atMost: 150 } }), true],
      [value('cancel', 'ms', 151, { target: { atMost: 150 } }), false],
      [value('rate', 'tokens/s', 99, { target: { atLeast: 100 } }), false],
      [value('rate', 'tokens/s', 350, { reference, target: { timesReference: 3.5 } }), true],
      [value('rate', 'tokens/s', 349, { reference, target: { timesReference: 3.5 } }), false],
      [value('rate', 'tokens/s', 1e9, { target: { timesReference: 1 } }), false],
    ] as const;
    for (const [measurement, met] of cases) assert.equal(measurement.met, met);
    assert.ok(!('met' in value('size', 'MB', 1)));
  });

  it('says why it is missing', () => {
    const { value: missing, note } = notMeasured('PyTorch', 'tokens/s', 'It is not here.');
    assert.deepEqual([missing, note], [null, 'It is not here.']);
  });
});
