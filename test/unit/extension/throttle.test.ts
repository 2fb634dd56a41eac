import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { Throttle } from '../../../src/extension/throttle';

describe('Throttle', () => {
  it('works at once, and for all that was asked meanwhile once more', async () => {
    let times = 0;
    const throttle = new Throttle(() => times++, 30);
    throttle.ask();
    assert.equal(times, 1);
    throttle.ask();
    throttle.ask();
    assert.equal(times, 1);
    await sleep(50);
    assert.equal(times, 2);
    await sleep(50);
    assert.equal(times, 2);
    throttle.ask();
    assert.equal(times, 3);
    throttle.dispose();
  });

  it('works at once when it must, for all that was asked', async () => {
    let times = 0;
    const throttle = new Throttle(() => times++, 30);
    throttle.ask();
    throttle.ask();
    throttle.now();
    assert.equal(times, 2);
    await sleep(50);
    assert.equal(times, 2);
    throttle.dispose();
  });

  it('waits as long as it is told each time', async () => {
    const times: number[] = [];
    let interval = 10;
    const throttle = new Throttle(
      () => times.push(performance.now()),
      () => interval,
    );
    throttle.ask();
    throttle.ask();
    await sleep(30);
    assert.equal(times.length, 2);
    interval = 10_000;
    await sleep(30);
    throttle.ask();
    throttle.ask();
    await sleep(50);
    assert.equal(times.length, 3);
    throttle.dispose();
  });

  it('does nothing more once disposed', async () => {
    let times = 0;
    const throttle = new Throttle(() => times++, 10);
    throttle.ask();
    throttle.ask();
    throttle.dispose();
    await sleep(30);
    assert.equal(times, 1);
  });
});
