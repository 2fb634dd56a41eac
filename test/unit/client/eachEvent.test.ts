import assert from 'node:assert/strict';
import { eachEvent } from '../../../src/client/eachEvent';

describe('eachEvent', () => {
  let held = false;

  async function* events(): AsyncGenerator<number, string, undefined> {
    held = true;
    try {
      yield 1;
      yield 2;
      await Promise.resolve();
      return 'end';
    } finally {
      held = false;
    }
  }

  it('hands on what is yielded and resolves with what is returned', async () => {
    const taken: number[] = [];
    assert.equal(await eachEvent(events(), (event) => taken.push(event)), 'end');
    assert.deepEqual(taken, [1, 2]);
    assert.ok(!held);
  });

  it('ends the generator when an event cannot be taken, and says why', async () => {
    const work = eachEvent(events(), () => {
      assert.ok(held);
      throw new RangeError('too large');
    });
    await assert.rejects(work, { name: 'RangeError', message: 'too large' });
    assert.ok(!held);
  });

  it('rejects with the failure of the generator', async () => {
    async function* failing(): AsyncGenerator<number, string, undefined> {
      yield 1;
      await Promise.reject(new Error('crashed'));
      return 'end';
    }
    await assert.rejects(
      eachEvent(failing(), () => undefined),
      { message: 'crashed' },
    );
  });
});
