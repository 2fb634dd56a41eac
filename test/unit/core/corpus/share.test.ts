import assert from 'node:assert/strict';
import fc from 'fast-check';
import { filesOfShare } from '../../../../src/core/corpus/share';

const files = fc
  .array(fc.integer({ min: 0, max: 1000 }), { maxLength: 40 })
  .map((sizes) => sizes.map((bytes, at) => ({ path: String(at).padStart(3, '0'), bytes })));

describe('filesOfShare', () => {
  const load = (share: readonly { bytes: number }[]): number =>
    share.reduce((sum, { bytes }) => sum + bytes + 1, 0);

  it('deals every file to one shard, in the files’ order, to shards of about the same size', () => {
    fc.assert(
      fc.property(files, fc.integer({ min: 1, max: 8 }), (all, of) => {
        const shares = Array.from({ length: of }, (_, at) =>
          filesOfShare(all, { shard: at + 1, of }),
        );
        const dealt = shares.flat().map(({ path }) => path);
        assert.deepEqual(
          dealt.sort(),
          all.map(({ path }) => path),
        );
        for (const share of shares) {
          assert.deepEqual(
            share,
            share.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
          );
        }
        // The last file that the fullest shard got made it the fullest.
        const loads = shares.map(load);
        const largest = Math.max(0, ...all.map(({ bytes }) => bytes + 1));
        assert.ok(Math.max(...loads) - Math.min(...loads) <= largest);
      }),
    );
  });

  it('deals out empty files too', () => {
    const empty = Array.from({ length: 6 }, () => ({ bytes: 0 }));
    assert.equal(filesOfShare(empty, { shard: 2, of: 3 }).length, 2);
  });
});
