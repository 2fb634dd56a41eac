import assert from 'node:assert/strict';
import {
  compact,
  count,
  counted,
  decimals,
  nats,
  NO_NUMBER,
  perplexity,
  share,
  signed,
} from '../../../webview/numbers';

describe('numbers of the panel', () => {
  it('shows a dash where there is no number', () => {
    for (const format of [count, nats, perplexity, decimals, share, compact]) {
      for (const none of [null, undefined, Number.NaN]) assert.equal(format(none), NO_NUMBER);
    }
  });

  it('keeps the decimals that matter', () => {
    assert.equal(nats(1.23456), '1.235');
    assert.equal(nats(1.23456, 2), '1.23');
    assert.equal(perplexity(Math.log(13.6)), '13.60');
    assert.equal(perplexity(Math.log(123.45)), '123.5');
    assert.equal(perplexity(Math.log(8192)), '8,192');
    assert.equal(compact(16_777_216), '16.8M');
  });

  it('writes changes with their sign, and none as none', () => {
    assert.equal(signed(0.25, nats), '+0.250');
    assert.equal(signed(-0.25, nats), '−0.250');
    assert.equal(signed(-0.0001, nats), '±0.000');
    assert.equal(signed(null, nats), NO_NUMBER);
  });

  it('counts in words', () => {
    assert.equal(counted(1, 'token'), '1 token');
    assert.equal(counted(12_345, 'token'), '12,345 tokens');
  });
});
