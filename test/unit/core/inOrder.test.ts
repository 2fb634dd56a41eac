import assert from 'node:assert/strict';
import { inOrder } from '../../../src/core/inOrder';

/** Work that ends when it is told to. */
class Jobs {
  readonly begun: number[] = [];
  private readonly ends = new Map<number, { done(): void; fail(error: Error): void }>();

  readonly work = (item: number): Promise<string> => {
    this.begun.push(item);
    return new Promise((resolve, reject) => {
      this.ends.set(item, {
        done: () => {
          resolve(`result ${item}`);
        },
        fail: reject,
      });
    });
  };

  done(item: number): void {
    this.ends.get(item)?.done();
  }

  fail(item: number, error: Error): void {
    this.ends.get(item)?.fail(error);
  }
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('inOrder', () => {
  it('yields results in the order of the items, whatever ends first', async () => {
    const jobs = new Jobs();
    const results = inOrder([1, 2, 3], 2, jobs.work);
    const first = results.next();
    await settled();
    assert.deepEqual(jobs.begun, [1, 2], 'so many at once, no more');
    jobs.done(2);
    jobs.done(1);
    assert.equal((await first).value, 'result 1');
    const second = results.next();
    await settled();
    assert.deepEqual(jobs.begun, [1, 2, 3], 'the next begins when there is room');
    assert.equal((await second).value, 'result 2');
    jobs.done(3);
    assert.equal((await results.next()).value, 'result 3');
    assert.equal((await results.next()).done, true);
  });

  it('yields all of fewer items than may be under way', async () => {
    const results: string[] = [];
    for await (const result of inOrder([1, 2], 5, (item) => Promise.resolve(`result ${item}`))) {
      results.push(result);
    }
    assert.deepEqual(results, ['result 1', 'result 2']);
  });

  it('waits for what is under way when it is left', async () => {
    const jobs = new Jobs();
    const results = inOrder([1, 2, 3], 2, jobs.work);
    const first = results.next();
    await settled();
    jobs.done(1);
    await first;
    let ended = false;
    const left = results.return().then(() => {
      ended = true;
    });
    await settled();
    assert.equal(ended, false);
    jobs.done(2);
    await left;
    assert.deepEqual(jobs.begun, [1, 2]);
  });

  it('throws what work throws, at its turn and when the others have ended', async () => {
    const jobs = new Jobs();
    const results = inOrder([1, 2], 2, jobs.work);
    const first = results.next();
    await settled();
    jobs.fail(2, new Error('the second failed'));
    await settled();
    jobs.done(1);
    assert.equal((await first).value, 'result 1');
    await assert.rejects(results.next(), /the second failed/);
  });
});
