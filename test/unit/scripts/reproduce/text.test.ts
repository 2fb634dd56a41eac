import assert from 'node:assert/strict';
import { leastEntropy } from '../../../../scripts/reproduce/entropy';
import { lean } from '../../../../scripts/reproduce/layerShares';
import { lineInitialTokens } from '../../../../scripts/reproduce/lineInitial';
import { paperBudgets } from '../../../../scripts/reproduce/measured';
import { partsOf } from '../../../../scripts/reproduce/parts';
import { topOf } from '../../../../scripts/reproduce/ranking';
import { FULL, QUICK, selfBudgets } from '../../../../scripts/reproduce/sample';

describe('tokens that begin a line', () => {
  const initial = (parts: readonly string[]): number[] => {
    const ends = Int32Array.from(parts, (_, at) => parts.slice(0, at + 1).join('').length);
    const starts = Int32Array.from(ends, (end, at) => end - (parts[at]?.length ?? 0));
    return [...lineInitialTokens(parts.join(''), { ids: new Int32Array(), starts, ends })];
  };

  it('hold the first visible character, after any indentation', () => {
    assert.deepEqual(
      initial(['if', ' x', ':', '\n', '   ', ' return', ' y']),
      [1, 0, 0, 0, 0, 1, 0],
    );
  });

  it('may hold the line break as well, and no empty line has one', () => {
    assert.deepEqual(initial(['a', '\n\nb', ' c', '\n', '\n', 'd']), [1, 1, 0, 0, 0, 1]);
  });
});

describe('what is known of a distribution', () => {
  it('bounds its entropy from below', () => {
    assert.equal(leastEntropy([1]), 0);
    assert.ok(Math.abs(leastEntropy([0.5, 0.25]) - 1.5 * Math.log(2)) < 1e-12);
  });
});

describe('the lean of big layers', () => {
  it('is the mean layer, from -1 for the lowest to 1 for the highest', () => {
    const of = (...big: number[]): number => lean(big.map((takes) => () => takes))(0);
    assert.equal(of(1, 0, 0, 0), -1);
    assert.equal(of(0, 0, 0, 1), 1);
    assert.equal(of(1, 1, 1, 1), 0);
    assert.equal(of(0, 0, 0, 0), 0);
  });
});

describe('budgets of the paper', () => {
  it('are a third, a half and two thirds of the layers', () => {
    assert.deepEqual(paperBudgets(12), { low: 4, half: 6, high: 8 });
    assert.deepEqual(paperBudgets(8), { low: 3, half: 4, high: 5 });
    assert.deepEqual(paperBudgets(4), { low: 1, half: 2, high: 3 });
  });

  it('in self context are all at which there is a choice, or a few of them', () => {
    assert.deepEqual(selfBudgets(FULL, 4), [1, 2, 3]);
    assert.deepEqual(selfBudgets(QUICK, 8), [2, 4, 6]);
    assert.deepEqual(selfBudgets(QUICK, 4), [1, 2, 3]);
    assert.deepEqual(selfBudgets(QUICK, 3), [1, 2]);
  });
});

describe('parts of documents', () => {
  it('are equal and begin anew with each', () => {
    const documents = [
      { name: 'a', first: 0, end: 4 },
      { name: 'b', first: 4, end: 12 },
    ];
    assert.deepEqual(
      [...partsOf({ documents, tokens: 12 }, 4)],
      [0, 1, 2, 3, 0, 0, 1, 1, 2, 2, 3, 3],
    );
  });
});

describe('the highest of a ranking', () => {
  it('are so large a share of all tokens', () => {
    const top = topOf({ documents: [{ name: 'a', first: 0, end: 10 }] }, (token) => -token, 0.2);
    assert.deepEqual([0, 1, 2, 9].map(top), [true, true, false, false]);
  });
});
