import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { LossTable } from '../../../src/core/lossTable';
import { RouteSpace } from '../../../src/core/routes';
import { LossStore } from '../../../src/interactive/lossStore';

const SPACE = new RouteSpace(['small', 'big'], 4);
const BLOCK_BYTES = 8 * SPACE.count * 4;

/** `shift` makes another table's. */
function row(token: number, shift = 0): number[] {
  return Array.from({ length: SPACE.count }, (_, route) => shift + token * 100 + route);
}

describe('LossStore', () => {
  let folder: string;
  let store: LossStore;
  const logged: string[] = [];

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'losses-'));
    store = new LossStore(folder, 3 * BLOCK_BYTES, (line) => logged.push(line));
  });

  afterEach(() => {
    store.dispose();
    rmSync(folder, { recursive: true, force: true });
    logged.length = 0;
  });

  function filled(tokens: number, shift = 0): LossTable {
    const table = new LossTable(SPACE, 0, { keep: store.keep }).emptied(tokens);
    for (let first = 0; first < tokens; first += 8) {
      const rows = Array.from({ length: 8 }, (_, n) => row(first + n, shift));
      table.setRows(first, Float32Array.from(rows.flat()));
    }
    return table;
  }

  it('answers for every token, and keeps no more than its bound in memory', () => {
    const table = filled(200);
    assert.equal(store.bytesInMemory, 3 * BLOCK_BYTES);
    assert.equal(store.bytesOnDisk, 22 * BLOCK_BYTES);
    for (const token of [0, 7, 8, 199, 3, 100]) {
      assert.deepEqual([...table.row(token)], row(token));
      assert.equal(table.loss(token, 5), token * 100 + 5);
      assert.equal(table.bestWithBudget(token, 4), 15);
      assert.equal(table.bestOf(token, Int32Array.of(9, 6, 12)), 6);
    }
  });

  it('writes nothing while all of it fits', () => {
    filled(24);
    assert.equal(store.bytesOnDisk, 0);
    assert.deepEqual(readdirSync(folder), []);
  });

  it('uses places again that nobody holds any more, for what was written last', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    for (let round = 0; round < 5; round++) {
      const table = filled(200, round);
      for (const token of [0, 40]) assert.deepEqual([...table.row(token)], row(token, round));
      assert.ok(store.bytesInMemory <= 3 * BLOCK_BYTES);
      // What is collected is told of a little later.
      collect();
      await setTimeout(20);
    }
    assert.ok(store.bytesOnDisk < 4 * 22 * BLOCK_BYTES, String(store.bytesOnDisk / BLOCK_BYTES));
    const other = new LossTable(SPACE, 0, { keep: store.keep }).emptied(80);
    other.setRows(
      0,
      new Float32Array(80 * SPACE.count).map((_, at) => -at),
    );
    filled(200);
    assert.equal(other.loss(5, 3), -(5 * SPACE.count + 3));
  });

  it('leaves no file behind', () => {
    filled(200);
    store.dispose();
    assert.deepEqual(readdirSync(folder), []);
    store = new LossStore(folder, 0, () => undefined);
  });

  it('keeps everything in memory, and says so once, where it cannot write', () => {
    const file = path.join(folder, 'no folder');
    writeFileSync(file, '');
    store = new LossStore(file, BLOCK_BYTES, (line) => logged.push(line));
    const table = filled(200);
    assert.deepEqual([...table.row(0)], row(0));
    assert.equal(store.bytesInMemory, 25 * BLOCK_BYTES);
    assert.equal(logged.length, 1);
    assert.match(logged[0] ?? '', /^Losses stay in memory/);
  });
});
