import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inMemory } from '../../../src/core/keptLosses';
import { LossBlock } from '../../../src/core/lossBlock';
import type { ResultBlock } from '../../../src/core/resultBlock';
import { RouteSpace } from '../../../src/core/routes';
import { ResultCache } from '../../../src/interactive/resultCache';
import { SavedResults } from '../../../src/interactive/savedResults';

const SPACE = new RouteSpace(['small', 'big'], 3);

/** Three tokens. */
function block(value: number): ResultBlock {
  const losses = (more: number) =>
    new Float32Array(3 * SPACE.count).map((_, at) => value + at + more);
  return {
    losses: new LossBlock(SPACE, losses(0)),
    expected: new LossBlock(SPACE, losses(0.5)),
    predictions: { ids: new Int32Array(15).fill(value), logProbabilities: new Float32Array(15) },
    router: {
      modules: new Uint8Array(9).fill(2),
      routes: Int32Array.of(1, 2, 3),
      ownLosses: Float32Array.of(1, 2, 3),
    },
  };
}

describe('SavedResults', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'results-'));
    file = path.join(folder, 'deeper', 'results');
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function filled(blocks: number): ResultCache {
    const cache = new ResultCache(1e9);
    for (let key = 0; key < blocks; key++) {
      const results = block(key);
      for (const at of [0, 2]) cache.add(10 * key + at, key, { block: results, at });
    }
    return cache;
  }

  async function restored(mostBytes = 1e6): Promise<ResultCache> {
    const cache = new ResultCache(1e9);
    await new SavedResults(file, mostBytes).restore(cache, inMemory, () => Promise.resolve());
    return cache;
  }

  it('come back as they were', async () => {
    await new SavedResults(file, 1e6).save(filled(3));
    const cache = await restored();
    const { block: results, at } = cache.find(12, 1) ?? assert.fail();
    assert.equal(at, 2);
    const expected = block(1);
    assert.deepEqual(results.losses.row(2), expected.losses.row(2));
    assert.deepEqual(results.expected?.row(0), expected.expected?.row(0));
    assert.equal(results.losses.bestWithBudget(2, 1), expected.losses.bestWithBudget(2, 1));
    assert.deepEqual(results.predictions, expected.predictions);
    assert.deepEqual(results.router, expected.router);
    assert.equal(cache.find(11, 1), undefined);
    assert.equal(cache.find(10, 1)?.block, results);
    assert.deepEqual(readdirSync(path.dirname(file)), ['results']);
  });

  it('are those used last, when not all fit', async () => {
    const cache = filled(20);
    assert.ok(cache.find(30, 3));
    const { bytes } = block(0).losses;
    await new SavedResults(file, 2 * 5 * bytes).save(cache);
    const again = await restored();
    const found = Array.from({ length: 20 }, (_, key) => again.find(10 * key, key) !== undefined);
    assert.deepEqual(
      found.flatMap((known, key) => (known ? [key] : [])),
      [3, 16, 17, 18, 19],
    );
  });

  it('are none where nothing was saved, or it was cleared', async () => {
    assert.equal((await restored()).bytes, 0);
    const saved = new SavedResults(file, 1e6);
    await saved.save(filled(1));
    await saved.clear();
    assert.equal((await restored()).bytes, 0);
  });

  it('are ignored when damaged, cut short, of another version or far too large', async () => {
    await new SavedResults(file, 1e6).save(filled(3));
    const whole = readFileSync(file);
    const flipped = Buffer.from(whole);
    flipped[whole.length - 9] = (flipped[whole.length - 9] ?? 0) ^ 1;
    const otherVersion = Buffer.from(whole);
    otherVersion.write('9', whole.indexOf('@') + 1);
    for (const bytes of [flipped, otherVersion, whole.subarray(0, 500), Buffer.from('')]) {
      writeFileSync(file, bytes);
      assert.equal((await restored()).bytes, 0);
    }
    writeFileSync(file, whole);
    assert.ok((await restored()).bytes > 0);
    assert.equal((await restored(10)).bytes, 0);
  });
});
