import assert from 'node:assert/strict';
import {
  mean,
  meanContrast,
  ofTokens,
  rankCorrelation,
  ratio,
  sign,
  type Stretch,
} from '../../../../scripts/reproduce/estimate';

/** Documents of ten tokens each. */
const documents = (count: number): Stretch[] =>
  Array.from({ length: count }, (_, at) => ({ first: 10 * at, end: 10 * at + 10 }));

describe('an estimate', () => {
  it('is the mean over tokens, not over documents', () => {
    const uneven = [
      { first: 0, end: 1 },
      { first: 1, end: 4 },
    ];
    assert.equal(mean(uneven, ofTokens([8, 0, 0, 0])).value, 2);
  });

  it('has an interval around it that narrows with less scatter between documents', () => {
    const wide = mean(documents(20), (token) => (Math.floor(token / 10) % 2 === 0 ? 0 : 2));
    const [low, high] = wide.interval ?? [0, 0];
    assert.equal(wide.value, 1);
    assert.ok(low > 0.3 && low < 0.8 && high > 1.2 && high < 1.7, `${low} ${high}`);
    assert.deepEqual(mean(documents(20), () => 1).interval, [1, 1]);
  });

  it('has none with few documents', () => {
    assert.deepEqual(
      mean(documents(7), () => 1),
      { value: 1, interval: null },
    );
    assert.notEqual(mean(documents(8), () => 1).interval, null);
  });

  it('does not exist where the denominator is zero', () => {
    const none = ratio(
      documents(9),
      () => 1,
      () => 0,
    );
    assert.deepEqual(none, { value: null, interval: null });
  });

  it('contrasts two kinds of tokens', () => {
    const { value } = meanContrast(
      documents(2),
      (token) => token % 10,
      (token) => token % 10 < 2,
      (token) => token % 10 >= 8,
    );
    assert.equal(value, 0.5 - 8.5);
  });
});

describe('the rank correlation', () => {
  const correlation = (one: number[], other: number[]): number | null =>
    rankCorrelation([{ first: 0, end: one.length }], ofTokens(one), ofTokens(other)).value;

  it('is 1 for any growing relation and -1 for any falling one', () => {
    assert.ok(Math.abs((correlation([1, 2, 3, 9], [1, 8, 27, 900]) ?? 0) - 1) < 1e-12);
    assert.ok(Math.abs((correlation([1, 2, 3, 9], [5, 4, 3, 2]) ?? 0) + 1) < 1e-12);
  });

  it('gives equal values the mean of their ranks', () => {
    // Ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: 4.5 / sqrt(4.5 * 5).
    const expected = 4.5 / Math.sqrt(4.5 * 5);
    assert.ok(Math.abs((correlation([1, 2, 2, 3], [1, 2, 3, 4]) ?? 0) - expected) < 1e-12);
  });
});

describe('the sign of an estimate', () => {
  it('is sure only when the interval lies on one side', () => {
    assert.equal(sign({ value: 1, interval: [0.5, 2] }), 1);
    assert.equal(sign({ value: -1, interval: [-2, -0.5] }), -1);
    assert.equal(sign({ value: 1, interval: [-0.5, 2] }), 0);
    assert.equal(sign({ value: 1, interval: null }), 1);
    assert.equal(sign({ value: null, interval: null }), 0);
  });
});
