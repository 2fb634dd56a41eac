import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { Debounce } from '../../../src/extension/debounce';

describe('Debounce', () => {
  let works = 0;
  let debounce: Debounce;

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
    works = 0;
    debounce = new Debounce(() => works++, { quiet: 80, most: 500 });
  });

  afterEach(() => {
    debounce.dispose();
    mock.timers.reset();
  });

  it('works once, when nobody has asked for a while', () => {
    for (let key = 0; key < 4; key++) {
      debounce.ask();
      mock.timers.tick(79);
    }
    assert.equal(works, 0);
    mock.timers.tick(1);
    assert.equal(works, 1);
    mock.timers.tick(10_000);
    assert.equal(works, 1);
  });

  it('does not wait for ever for somebody who goes on asking', () => {
    const times: number[] = [];
    for (let at = 0; at < 1200; at += 50) {
      debounce.ask();
      const before = works;
      mock.timers.tick(50);
      if (works > before) times.push(at + 50);
    }
    assert.deepEqual(times, [500, 1000]);
  });

  it('does nothing of what was asked once disposed', () => {
    debounce.ask();
    debounce.dispose();
    mock.timers.tick(1000);
    assert.equal(works, 0);
  });
});
