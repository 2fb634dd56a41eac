import assert from 'node:assert/strict';
import { RecentPieces } from '../../../src/engine/recentPieces';

function encoded(id: number): { ids: Int32Array; byteLengths: Int32Array } {
  return { ids: Int32Array.of(id), byteLengths: Int32Array.of(1) };
}

describe('RecentPieces', () => {
  it('forget what was not used for longest, beyond their bound', () => {
    const pieces = new RecentPieces(10);
    const first = pieces.remember('aaaa', encoded(1));
    pieces.remember('bbbb', encoded(2));
    assert.equal(pieces.of('aaaa'), first);
    pieces.remember('cccc', encoded(3));
    assert.equal(pieces.of('bbbb'), undefined);
    assert.equal(pieces.of('aaaa'), first);
    assert.deepEqual(pieces.of('cccc'), encoded(3));
  });

  it('keep the newest, however long', () => {
    const pieces = new RecentPieces(3);
    const long = pieces.remember('abcdef', encoded(1));
    assert.equal(pieces.of('abcdef'), long);
  });
});
