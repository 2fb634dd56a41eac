import assert from 'node:assert/strict';
import { trendOf } from '../../../../scripts/soak/trend';

describe('a trend', () => {
  it('is that of points on a line, without error', () => {
    const { slope, standardError } = trendOf([0, 20, 40, 60].map((x) => ({ x, y: 7 + 0.5 * x })));
    assert.ok(Math.abs(slope - 0.5) < 1e-12 && standardError < 1e-9);
  });

  it('has the error that the points leave', () => {
    // By hand: the residuals are 0.5, -1 and 0.5, their squares add up to 1.5, and so do those of x to 2.
    const { slope, standardError } = trendOf([
      { x: -1, y: 1 },
      { x: 0, y: 0 },
      { x: 1, y: 2 },
    ]);
    assert.ok(Math.abs(slope - 0.5) < 1e-12);
    assert.ok(Math.abs(standardError - Math.sqrt(1.5 / 2)) < 1e-12);
  });
});
