import assert from 'node:assert/strict';
import type { BigRun, RouterRun } from '../../../src/engine/forwardPass';
import { RecentWindow } from '../../../src/engine/recentWindow';

const ROUTER = { number: 0, layers: ['auto', 'auto'] } as const;

describe('RecentWindow', () => {
  /** Counts the runs of a forward graph, each of which has a result of its own. */
  function counting() {
    const runs: string[] = [];
    return {
      runs,
      big: (ids: Int32Array) => {
        runs.push(`big ${ids.join()}`);
        return Promise.resolve({ columns: runs.length } as BigRun);
      },
      routed: (ids: Int32Array, { number }: { number: number }) => {
        runs.push(`router ${String(number)} ${ids.join()}`);
        return Promise.resolve({} as RouterRun);
      },
    };
  }

  it('is run once, and each router over it', async () => {
    const forward = counting();
    const windows = new RecentWindow(forward);
    const first = await windows.of(Int32Array.of(0, 1)).big();
    const again = windows.of(Int32Array.of(0, 1));
    assert.equal(await again.big(), first);
    await again.routed(ROUTER);
    await windows.of(Int32Array.of(0, 1)).routed(ROUTER);
    await again.routed({ ...ROUTER, number: 1 });
    await windows.of(Int32Array.of(0, 1, 2)).big();
    assert.deepEqual(forward.runs, ['big 0,1', 'router 0 0,1', 'router 1 0,1', 'big 0,1,2']);
  });

  it('is forgotten for another one', async () => {
    const forward = counting();
    const windows = new RecentWindow(forward);
    for (const id of [1, 1, 2, 2, 1]) await windows.of(Int32Array.of(id)).big();
    assert.deepEqual(forward.runs, ['big 1', 'big 2', 'big 1']);
  });

  it('has the memory of the one before freed, once, where that was much', async () => {
    const collected: number[] = [];
    const big = async ({ length }: Int32Array): Promise<BigRun> => {
      const [keys, values] = [new Float32Array(length), new Float32Array(length)];
      return await Promise.resolve({ keys, values } as BigRun);
    };
    const forward = { ...counting(), big };
    const windows = new RecentWindow(forward, () => collected.push(length));
    let length = 0;
    for (length of [10, 100_000, 20, 30, 200_000]) {
      const window = windows.of(new Int32Array(length));
      await window.big();
      window.tidy();
      windows.of(new Int32Array(length)).tidy();
    }
    assert.deepEqual(collected, [20]);
  });
});
