import assert from 'node:assert/strict';
import { unconstrained } from '../../../src/core/oracle';
import { compareTexts } from '../../../src/extension/freshness';
import { paintedTokens } from '../../../src/extension/paintedTokens';
import { sampleAnalysis, type SampleToken } from './sampleAnalysis';

const BY_DIFFICULTY = {
  quantity: 'difficulty',
  tolerance: 0.05,
  constraint: unconstrained(2),
} as const;
/** Nothing to win, 0.3 and 3 nats to win: levels 0, 1 and 6. */
const EASY = [1, 1, 1, 1] as const;
const SOME = [2, 1.7, 2, 2] as const;
const HARD = [5, 5, 2, 4] as const;

const TEXT = 'one two three four five six';
const TOKENS: SampleToken[] = [
  { text: 'one', losses: EASY },
  { text: ' two', losses: SOME },
  { text: ' three', losses: HARD },
  { text: ' four', losses: EASY },
  { text: ' five', losses: HARD },
  { text: ' six' },
];

function painted(current: string, span = { start: 0, end: current.length }) {
  const { analysis } = sampleAnalysis(TOKENS);
  return paintedTokens(analysis, compareTexts(TEXT, current), span, BY_DIFFICULTY).map(
    ({ start, end, level, fresh }) => [current.slice(start, end), level, fresh],
  );
}

describe('paintedTokens', () => {
  it('gives the tokens of an unchanged text their levels, and none where nothing is known yet', () => {
    assert.deepEqual(painted(TEXT), [
      ['one', 0, true],
      [' two', 1, true],
      [' three', 6, true],
      [' four', 0, true],
      [' five', 6, true],
      [' six', undefined, true],
    ]);
  });

  it('takes only what overlaps the span', () => {
    assert.deepEqual(painted(TEXT, { start: 5, end: 8 }), [
      [' two', 1, true],
      [' three', 6, true],
    ]);
  });

  it('after an edit keeps what is well before it and shows the rest as stale, where it is now', () => {
    assert.deepEqual(painted('one two three f0ur five six'), [
      ['one', 0, true],
      [' two', 1, true],
      [' three', 6, false],
      [' five', 6, false],
      [' six', undefined, false],
    ]);
    assert.deepEqual(painted('Well, one two three four five six').at(-2), [' five', 6, false]);
  });

  it('finds moved tokens from where they are now', () => {
    const current = `${'x'.repeat(1000)} ${TEXT}`;
    const at = current.indexOf('three');
    assert.deepEqual(painted(current, { start: at, end: at + 3 }), [[' three', 6, false]]);
  });

  it('colours a character of several tokens by the hardest of them', () => {
    const { analysis } = sampleAnalysis([
      { text: '\\xF0\\x9F', length: 2, losses: SOME },
      { text: '\\x98', length: 0, losses: HARD },
      { text: '\\x80', length: 0, losses: EASY },
      { text: '!', losses: EASY },
    ]);
    const span = { start: 0, end: 3 };
    assert.deepEqual(paintedTokens(analysis, compareTexts('😀!', '😀!'), span, BY_DIFFICULTY), [
      { start: 0, end: 2, level: 6, fresh: true },
      { start: 2, end: 3, level: 0, fresh: true },
    ]);
  });
});
