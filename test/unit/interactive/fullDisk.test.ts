import assert from 'node:assert/strict';
import fs, { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import promises from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { mock } from 'node:test';
import { inMemory } from '../../../src/core/keptLosses';
import { LossBlock } from '../../../src/core/lossBlock';
import { LossTable } from '../../../src/core/lossTable';
import { RouteSpace } from '../../../src/core/routes';
import { LossStore } from '../../../src/interactive/lossStore';
import { ResultCache } from '../../../src/interactive/resultCache';
import { SavedResults } from '../../../src/interactive/savedResults';

const SPACE = new RouteSpace(['small', 'big'], 4);
const ROWS = 8;
const BLOCK_BYTES = ROWS * SPACE.count * 4;

function full(): Error {
  return Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
}

describe('a disk that is full', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'full-'));
  });

  afterEach(() => {
    mock.restoreAll();
    rmSync(folder, { recursive: true, force: true });
  });

  it('keeps losses in memory from then on, says so once, and loses none', () => {
    let room = 4.5 * BLOCK_BYTES;
    const write = fs.writeSync as (...args: unknown[]) => number;
    // As a file system does: the last of the room is used, the next write fails.
    mock.method(
      fs,
      'writeSync',
      (file: number, data: Uint8Array, at: number, bytes: number, place: number) => {
        if (room === 0) throw full();
        const written = write(file, data, at, Math.min(bytes, room), place);
        room -= written;
        return written;
      },
    );
    const logged: string[] = [];
    const store = new LossStore(folder, BLOCK_BYTES, (line) => logged.push(line));
    const table = new LossTable(SPACE, 0, { keep: store.keep }).emptied(20 * ROWS);
    const loss = (token: number, route: number): number => 100 * token + route;
    for (let first = 0; first < table.tokens; first += ROWS) {
      const values = Array.from({ length: ROWS * SPACE.count }, (_, at) => {
        return loss(first + Math.floor(at / SPACE.count), at % SPACE.count);
      });
      table.setRows(first, Float32Array.from(values));
    }
    for (let token = 0; token < table.tokens; token++) {
      assert.equal(table.loss(token, 5), loss(token, 5), String(token));
    }
    assert.equal(store.bytesInMemory, 16 * BLOCK_BYTES);
    assert.equal(logged.length, 1);
    assert.match(logged[0] ?? '', /^Losses stay in memory, because .*ENOSPC/);
    store.dispose();
    assert.deepEqual(readdirSync(folder), []);
  });

  it('leaves the saved results as they were, and no part of a file', async () => {
    const cache = new ResultCache(1e9);
    const block = {
      losses: new LossBlock(SPACE, new Float32Array(SPACE.count)),
      expected: undefined,
      predictions: { ids: new Int32Array(5), logProbabilities: new Float32Array(5) },
      router: undefined,
    };
    cache.add(1, 1, { block, at: 0 });
    const file = path.join(folder, 'results');
    const saved = new SavedResults(file, 1e6);
    await saved.save(cache);
    const before = readFileSync(file);

    cache.add(2, 2, { block, at: 0 });
    const write = promises.writeFile as (...args: unknown[]) => Promise<void>;
    mock.method(promises, 'writeFile', async (name: string, data: Uint8Array) => {
      await write(name, data.subarray(0, data.length / 2));
      throw full();
    });
    await assert.rejects(saved.save(cache), /ENOSPC/);
    assert.deepEqual(readdirSync(folder), ['results']);
    assert.deepEqual(readFileSync(file), before);
    const again = new ResultCache(1e9);
    assert.equal(await saved.restore(again, inMemory, () => Promise.resolve()), 1);
  });
});
