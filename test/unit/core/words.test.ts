import assert from 'node:assert/strict';
import {
  difficultyInWords,
  hindsightInWords,
  hindsightVerdict,
  percent,
  quantityMeaning,
  surpriseInWords,
} from '../../../src/core/words';

describe('words', () => {
  it('turn a surprise into a chance', () => {
    assert.equal(
      surpriseInWords(Math.log(4), 'small'),
      'Surprise 1.39 nats: with all layers small the model gave it a chance of 25 %.',
    );
    assert.match(surpriseInWords(2, 'skip'), /with all layers skipped .* 14 %\.$/);
  });

  it('turn a difficulty into a factor', () => {
    assert.match(difficultyInWords(Math.log(2)), /0\.69 nats: the best route makes it 2\.00 times/);
    assert.match(difficultyInWords(7.5), / 1,810 times as likely/);
    assert.match(difficultyInWords(0), /no route does better/);
  });

  it('tell what part of the lead is hindsight, and what follows', () => {
    const all = { share: 1.03, interval: [0.93, 1.1] } as const;
    assert.equal(
      hindsightInWords(all),
      '103 % of the oracle’s lead over the fixed route (95 % interval 93 to 110 %)',
    );
    assert.match(hindsightVerdict(all) ?? '', /no better than the fixed route/);
    const most = { share: 0.5, interval: null };
    assert.equal(hindsightInWords(most), '50 % of the oracle’s lead over the fixed route');
    assert.equal(hindsightVerdict(most), undefined);
    assert.equal(hindsightVerdict({ ...most, interval: [0.25, 0.99] }), undefined);
    assert.match(hindsightVerdict({ ...most, interval: [0.25, 1] }) ?? '', /may be chance/);
    const none = { share: null, interval: null };
    assert.deepEqual([hindsightInWords(none), hindsightVerdict(none)], [undefined, undefined]);
  });

  it('name the route of the surprise', () => {
    assert.match(quantityMeaning('surprise', 'small'), /with all layers small$/);
    assert.match(quantityMeaning('difficulty', 'skip'), /over all layers skipped$/);
    assert.equal(quantityMeaning('regret', 'skip'), quantityMeaning('regret', 'small'));
    assert.match(quantityMeaning('shortfall', 'small'), /within the asked budget and layers/);
    assert.match(quantityMeaning('oracleLoss', 'small'), /within the asked budget and layers$/);
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
