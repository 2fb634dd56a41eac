import assert from 'node:assert/strict';
import { soak, type Soaked } from '../../scripts/soak/soak';
import { TINY } from '../engine/support';

/** MB that a heap in use may grow by while nothing but analyses comes and goes: what is remembered is bounded. */
const MOST_GROWTH = 8;

/** `npm run soak` in miniature. */
describe('analyses that come and go, are cancelled, and lose their engine', () => {
  let soaked: Soaked;

  before(async () => {
    const mix = { seed: 7, bundles: [TINY], words: 20, killEvery: 4, killsUntil: 12 };
    soaked = await soak({ ...mix, analyses: 24, interval: 6 });
  });

  it('were of all kinds', () => {
    const counts = Object.fromEntries(soaked.counts);
    assert.ok((counts['engine killed, crashed'] ?? 0) > 0, JSON.stringify(counts));
    assert.ok((counts['cancelled, cancelled'] ?? 0) > 0, JSON.stringify(counts));
    assert.ok((counts['fresh text, done'] ?? 0) > 0, JSON.stringify(counts));
  });

  it('leave one engine at any time, and none when the window closes', () => {
    assert.deepEqual(
      soaked.readings.map(({ engines }) => engines),
      soaked.readings.map(() => 1),
    );
    assert.equal(soaked.closed.engines, 0);
  });

  it('leave no memory, threads, files or handles behind', () => {
    const [, early, ...later] = soaked.readings;
    const last = later.at(-1);
    assert.ok(early && last);
    assert.ok(
      last.heap - early.heap < MOST_GROWTH,
      `${String(early.heap)} to ${String(last.heap)} MB`,
    );
    assert.equal(last.handles, early.handles);
    // Where the system does not tell, both are NaN, and the same.
    assert.deepEqual([last.threads, last.engineThreads], [early.threads, early.engineThreads]);
    assert.ok(!(last.files > early.files + 1));
  });
});
