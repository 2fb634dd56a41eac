import assert from 'node:assert/strict';
import { atOnce, withPauses, type Steps } from '../../../src/core/steps';

/** Steps that take so many milliseconds each. */
function* work(steps: number, milliseconds: number): Steps<string> {
  for (let step = 0; step < steps; step++) {
    const end = performance.now() + milliseconds;
    while (performance.now() < end);
    yield;
  }
  return 'done';
}

describe('steps', () => {
  it('give their result when run at once', () => {
    assert.equal(atOnce(work(3, 0)), 'done');
  });

  it('are paused between only when others have waited for some milliseconds', async () => {
    const pausesDuring = async (steps: Steps<string>): Promise<number> => {
      let pauses = 0;
      const result = await withPauses(steps, () => {
        pauses++;
        return Promise.resolve();
      });
      assert.equal(result, 'done');
      return pauses;
    };
    assert.equal(await pausesDuring(work(10, 0)), 0);
    const pauses = await pausesDuring(work(10, 2));
    assert.ok(pauses >= 4 && pauses <= 10, String(pauses));
  });

  it('are given up when a pause rejects', async () => {
    const given = new Error('given up');
    await assert.rejects(
      withPauses(work(10, 5), () => Promise.reject(given)),
      given,
    );
  });
});
