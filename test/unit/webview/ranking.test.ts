import assert from 'node:assert/strict';
import { KINDS } from '../../../src/core/measures';
import type { SubjectTokens } from '../../../src/panel/subject';
import { listed, ranking, valueOf } from '../../../webview/lists/ranking';
import { ariaSort, nextSort, sortOf } from '../../../webview/lists/sorting';
import { parseUiState } from '../../../webview/uiState';

const NONE = Number.NaN;

const TOKENS: SubjectTokens = {
  count: 6,
  known: 5,
  firstIndex: 0,
  texts: ['a', 'b', 'c', 'd', 'e', 'f'],
  starts: Int32Array.of(0, 1, 2, 3, 4, 5),
  ends: Int32Array.of(1, 2, 3, 4, 5, 6),
  surprise: Float32Array.of(1.5, 4, 6, 5, 0.5, NONE),
  difficulty: Float32Array.of(0.125, 2, 0.25, 0, 0.25, NONE),
  predictedDifficulty: new Float32Array(6),
  regret: Float32Array.of(0, 1, NONE, 0.001, 2, NONE),
  bigLoss: new Float32Array(6),
  routerLoss: new Float32Array(6),
  ownLoss: new Float32Array(6),
  neededBudget: Int16Array.of(1, 4, 2, 0, -1, -1),
  kinds: Uint8Array.from(
    (['uncertain', 'computeHelps', 'uncertain', 'uncertain', 'easy'] as const).map((kind) =>
      KINDS.indexOf(kind),
    ),
  ),
  routerModules: new Uint8Array(),
};

describe('lists of tokens worth a look', () => {
  it('ranks by difficulty, earlier tokens first among equals', () => {
    assert.deepEqual([...ranking(TOKENS, 'difficulty')], [1, 2, 4, 0]);
  });

  it('leaves out what would be shown as no regret', () => {
    assert.deepEqual([...ranking(TOKENS, 'regret')], [4, 1]);
  });

  it('ranks by surprise the uncertain tokens of which no compute gains anything', () => {
    assert.deepEqual([...ranking(TOKENS, 'noGain')], [3, 0]);
  });

  it('sorts what is listed without changing what is listed', () => {
    const ranked = ranking(TOKENS, 'difficulty');
    const by = (column: 'token' | 'regret' | 'neededBudget', ascending: boolean): number[] => {
      return [...listed(ranked, 3, TOKENS, { column, ascending })];
    };
    assert.deepEqual([...listed(ranked, 2, TOKENS, null)], [1, 2]);
    assert.deepEqual(by('token', false), [4, 2, 1]);
    // Token 2 has no regret and token 4 no needed budget: they come last either way.
    assert.deepEqual(by('regret', true), [1, 4, 2]);
    assert.deepEqual(by('regret', false), [4, 1, 2]);
    assert.deepEqual(by('neededBudget', true), [2, 1, 4]);
    assert.deepEqual(by('neededBudget', false), [1, 2, 4]);
  });

  it('reads numbers that do not exist as NaN', () => {
    assert.equal(valueOf(TOKENS, 'neededBudget', 1), 4);
    assert.ok(Number.isNaN(valueOf(TOKENS, 'neededBudget', 4)));
    assert.ok(Number.isNaN(valueOf(TOKENS, 'surprise', 99)));
  });
});

describe('sorting a list', () => {
  it('goes through both directions and back, numbers from the largest, tokens from the first', () => {
    const first = nextSort(null, 'surprise');
    assert.deepEqual(first, { column: 'surprise', ascending: false });
    assert.equal(ariaSort(first, 'surprise'), 'descending');
    assert.equal(ariaSort(first, 'regret'), undefined);
    const second = nextSort(first, 'surprise');
    assert.deepEqual(second, { column: 'surprise', ascending: true });
    assert.equal(nextSort(second, 'surprise'), null);
    assert.deepEqual(nextSort(second, 'token'), { column: 'token', ascending: true });
  });

  it('forgets a column that there is no more', () => {
    const kept = { sort: { column: 'colour', ascending: true } };
    assert.equal(sortOf(parseUiState(kept)), null);
    const known = { column: 'regret', ascending: true };
    assert.deepEqual(sortOf(parseUiState({ sort: known })), known);
  });
});
