import assert from 'node:assert/strict';
import { difficultyInWords, percent, surpriseInWords } from '../../../src/core/words';

describe('words', () => {
  it('turn a surprise into a chance', () => {
    assert.equal(
      surpriseInWords(Math.log(4)),
      'Surprise 1.39 nats: with all layers small the model gave it a chance of 25 %.',
    );
    assert.match(surpriseInWords(2, 'all layers skipped'), /with all layers skipped .* 14 %\.$/);
  });

  it('turn a difficulty into a factor', () => {
    assert.match(difficultyInWords(Math.log(2)), /0\.69 nats: the best route makes it 2\.00 times/);
    assert.match(difficultyInWords(0), /no route does better/);
  });

  it('write shares with the digits that matter', () => {
    assert.deepEqual([0, 0.0004, 0.042, 0.0996, 0.37, 1].map(percent), [
      '0 %',
      'under 0.1 %',
      '4.2 %',
      '10 %',
      '37 %',
      '100 %',
    ]);
  });
});
