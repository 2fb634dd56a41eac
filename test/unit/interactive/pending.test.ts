import assert from 'node:assert/strict';
import fc from 'fast-check';
import { planWindows } from '../../../src/core/windows';
import { Pending } from '../../../src/interactive/pending';

const IDS = Int32Array.from({ length: 500 }, (_, at) => Math.imul(at * at, 31) % 97);
const WINDOWS = planWindows(IDS, 32);

describe('Pending', () => {
  it('comes to an end with everything known, each piece new and inside what one window scores', () => {
    const range = fc.tuple(fc.nat(500), fc.nat(60)).map(([first, length]) => {
      return { first, end: first + length };
    });
    const property = fc.property(fc.array(range), fc.array(fc.nat(499)), (looked, before) => {
      const known = new Set(before);
      const pending = new Pending(WINDOWS, (token) => known.has(token));
      for (;;) {
        const piece = pending.next(looked);
        if (piece === undefined) break;
        const { window, first, end } = piece;
        assert.ok(!known.has(first));
        assert.ok(window.scoreFrom <= first && first < end && end <= window.end);
        for (let token = first; token < end; token++) known.add(token);
      }
      assert.equal(known.size, IDS.length);
    });
    fc.assert(property);
  });

  it('begins with what is looked at, in that order, and goes on with the windows nearest to it', () => {
    const known = new Set<number>();
    const pending = new Pending(WINDOWS, (token) => known.has(token));
    const looked = [
      { first: 300, end: 330 },
      { first: 20, end: 25 },
    ];
    const firsts: number[] = [];
    for (let piece = pending.next(looked); piece !== undefined; piece = pending.next(looked)) {
      firsts.push(piece.first);
      for (let token = piece.first; token < piece.end; token++) known.add(token);
    }
    const begun = firsts.indexOf(20);
    assert.equal(firsts[0], 300);
    assert.ok(firsts.slice(0, begun).every((first) => first >= 300 && first < 330));
    const far = firsts.slice(begun + 1).map((first) => Math.abs(first - 300));
    assert.ok(Math.max(...far.slice(0, 4)) < 100, String(firsts));
    assert.ok((far.at(-1) ?? 0) > 150);
  });

  it('ends pieces between two blocks of their window, where nothing else ends them', () => {
    const pending = new Pending([{ start: 3, end: 60, scoreFrom: 10 }], () => false);
    assert.equal(pending.next([{ first: 12, end: 20 }])?.end, 3 + 24);
    assert.equal(pending.next([{ first: 12, end: 58 }])?.end, 3 + 56);
    assert.equal(pending.next([{ first: 12, end: 60 }])?.end, 60);
  });
});
