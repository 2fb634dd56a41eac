import assert from 'node:assert/strict';
import { RecentPieces } from '../../../src/engine/recentPieces';

describe('RecentPieces', () => {
  it('forget what was not used for longest, beyond their bound', () => {
    const pieces = new RecentPieces(10);
    const first = pieces.remember('aaaa', Int32Array.of(1));
    pieces.remember('bbbb', Int32Array.of(2));
    assert.equal(pieces.of('aaaa'), first);
    pieces.remember('cccc', Int32Array.of(3));
    assert.equal(pieces.of('bbbb'), undefined);
    assert.equal(pieces.of('aaaa'), first);
    assert.deepEqual(pieces.of('cccc'), Int32Array.of(3));
  });

  it('keep the newest, however long', () => {
    const pieces = new RecentPieces(3);
    const long = pieces.remember('abcdef', Int32Array.of(1));
    assert.equal(pieces.of('abcdef'), long);
  });
});
