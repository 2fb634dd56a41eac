import assert from 'node:assert/strict';
import type { ComparedFigure } from '../../../src/panel/comparison';
import { comparedInWords } from '../../../webview/compare/comparedInWords';
import { differs, sameFigures, sameInWords } from '../../../webview/compare/sameFigures';

describe('figures of two runs', () => {
  const figure = (kept: number | null, now: number | null): ComparedFigure => {
    return { name: 'mean loss', unit: 'nats', kept, now };
  };

  it('differ where a reader sees it', () => {
    assert.ok(differs(figure(1, 1.25)));
    assert.ok(differs(figure(null, 1)));
    assert.ok(!differs(figure(1, 1)));
    assert.ok(!differs(figure(1, 1.0001)));
  });

  it('are told in one sentence where they do not', () => {
    const tokens = { name: 'tokens', unit: 'tokens', kept: 1234, now: 1234 } as const;
    const perplexity = { ...tokens, name: 'its perplexity', unit: 'perplexity' } as const;
    const all = [tokens, figure(1, 2), figure(2, 2), perplexity];
    assert.equal(
      sameInWords(sameFigures(all)),
      'The same in both: tokens 1,234; mean loss 2.000 nats.',
    );
  });
});

describe('compared tokens in words', () => {
  const words = (before: number, after: number, notCompared: number): string => {
    return comparedInWords({ before, after, notCompared }, before + after + notCompared);
  };

  it('tell what stands before an edit and after it', () => {
    assert.equal(
      words(1000, 30, 1),
      '1,000 of 1,031 tokens stand before the edit and 30 after it: there the text is the same, what precedes it is not. 1 token is not compared: other text, or not known in both.',
    );
    assert.match(words(0, 30, 0), /^0 of 30 tokens stand before .* is not\.$/);
  });

  it('tell of no edit where there is none', () => {
    assert.equal(words(12, 0, 0), 'All 12 tokens are compared.');
    assert.match(words(12, 0, 3), /^12 of 15 tokens are compared\. 3 tokens are not compared/);
    assert.match(words(0, 0, 5), /^None of the 5 tokens/);
  });
});
