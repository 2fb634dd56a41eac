import assert from 'node:assert/strict';
import fc from 'fast-check';
import { KeptRuns, MOST_KEPT } from '../../../src/panel/keptRuns';
import { snapshotOf } from '../../../src/panel/runSnapshot';
import { madeUpAnalysis } from '../core/madeUpAnalysis';
import { runOnScreen } from './runOnScreen';

const SNAPSHOT = snapshotOf(
  runOnScreen(madeUpAnalysis('kept'), {
    budget: 2,
    atMost: true,
    layers: ['auto', 'small', 'auto'],
  }),
);

describe('KeptRuns', () => {
  it('describes a run so that it can be told from others', () => {
    const kept = new KeptRuns();
    const { id } = kept.keep(SNAPSHOT, 1000);
    assert.deepEqual(kept.list(), [
      {
        id,
        label: 'made-up.txt, at most 2 big, layer 2 small, small/big, half, big context',
        keptAt: 1000,
        document: 'made-up.txt',
        run: SNAPSHOT.run,
        constraint: SNAPSHOT.constraint,
      },
    ]);
  });

  it('holds the newest, each under an id of its own, and says which one went', () => {
    const keep = { weight: 4, arbitrary: fc.constant('keep' as const) };
    const discard = { weight: 1, arbitrary: fc.nat({ max: 20 }) };
    const doings = fc.array(fc.oneof(keep, discard), { maxLength: 30, size: 'max' });
    fc.assert(
      fc.property(doings, (list) => {
        const kept = new KeptRuns();
        let expected: number[] = [];
        const ids = new Set<number>();
        for (const doing of list) {
          if (doing === 'keep') {
            const { id, gone } = kept.keep(SNAPSHOT, 0);
            assert.ok(!ids.has(id));
            ids.add(id);
            assert.equal(gone?.id, expected.length === MOST_KEPT ? expected[0] : undefined);
            expected = [...expected, id].slice(-MOST_KEPT);
          } else {
            kept.discard(doing);
            expected = expected.filter((id) => id !== doing);
          }
          assert.deepEqual(
            kept.list().map(({ id }) => id),
            expected,
          );
        }
      }),
    );
  });

  it('goes on from runs that were kept before', () => {
    const before = new KeptRuns();
    before.keep(SNAPSHOT, 1);
    const { id } = before.keep(SNAPSHOT, 2);
    const after = new KeptRuns(before.all());
    assert.deepEqual(after.list(), before.list());
    assert.equal(after.get(id)?.snapshot, SNAPSHOT);
    assert.equal(after.keep(SNAPSHOT, 3).id, id + 1);
  });

  it('compares with the run kept last, until another one is chosen or it is discarded', () => {
    const kept = new KeptRuns();
    const now = runOnScreen(madeUpAnalysis('kept'));
    const compared = (): number | undefined => {
      const event = kept.event(now);
      return event.kind === 'kept' ? event.comparison?.id : assert.fail();
    };
    const [first, second] = [kept.keep(SNAPSHOT, 1).id, kept.keep(SNAPSHOT, 2).id];
    assert.deepEqual([compared(), kept.comparedWith], [second, second]);
    kept.compareWith(first);
    assert.equal(compared(), first);
    kept.discard(second);
    assert.equal(compared(), first);
    kept.discard(first);
    assert.deepEqual([compared(), kept.comparedWith], [undefined, null]);
    kept.compareWith(second);
    assert.equal(kept.comparedWith, null);
  });
});
