import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ended, start, TINY, type Ended } from './duoLlm';

describe('duo-llm analyze of a folder, on the tiny bundle', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'duo-llm-corpus-'));
    await mkdir(path.join(folder, 'texts', 'more'), { recursive: true });
    for (const n of [1, 2, 3, 4, 5]) {
      const text = `Text ${String(n)} says so. `.repeat(n * 2);
      await writeFile(
        path.join(folder, 'texts', n % 2 === 0 ? 'more' : '', `${String(n)}.md`),
        text,
      );
    }
  });
  after(() => rm(folder, { recursive: true }));

  /** Writes to the folder OUT. */
  async function analyze(out: string, ...args: string[]): Promise<Ended> {
    const options = ['--model', TINY, '--ep', 'cpu', '--out', path.join(folder, out)];
    return await ended(start(['analyze', path.join(folder, 'texts'), ...options, ...args]));
  }

  async function read(file: string): Promise<string> {
    return await readFile(path.join(folder, file), 'utf8');
  }

  for (const options of [[], ['--context', 'self', '--budget', '1']]) {
    it(`says the same with other jobs, and in shards: ${options.join(' ')}`, async () => {
      const whole = await analyze('whole', ...options, '--jobs', '2');
      assert.deepEqual([whole.status, whole.stderr], [0, '']);
      await analyze('alone', ...options, '--jobs', '1');
      assert.equal(await read('alone/corpus.json'), await read('whole/corpus.json'));
      for (const shard of ['2/2', '1/2']) await analyze('parts', ...options, '--shard', shard);
      const merged = path.join(folder, 'merged.json');
      const merge = await ended(start(['merge', path.join(folder, 'parts'), '--out', merged]));
      assert.deepEqual([merge.status, merge.stderr], [0, '']);
      assert.equal(await read('merged.json'), await read('whole/corpus.json'));
      assert.ok(whole.stdout.startsWith(merge.stdout.slice(0, merge.stdout.indexOf('tiny-duo'))));
    });
  }

  it('ends on Ctrl-C with status 130 and what is finished, and resumes', async () => {
    const long = 'This one will not be finished. '.repeat(4000);
    await writeFile(path.join(folder, 'texts', 'long.md'), long);
    const argv = ['analyze', path.join(folder, 'texts'), '--model', TINY, '--ep', 'cpu'];
    const out = ['--out', path.join(folder, 'cut'), '--jobs', '2'];
    const child = start([...argv, ...out]);
    const end = ended(child);
    // The others are done while the first engine is at the long one.
    while ((await read('cut/corpus.jsonl').catch(() => '')).split('\n').length <= 5) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    child.kill('SIGINT');
    const { status, stderr } = await end;
    assert.equal(status, 130);
    assert.match(stderr, /^duo-llm: [^\n]*5 of 6 files are done[^\n]*--resume[^\n]*\n$/);
    await writeFile(path.join(folder, 'texts', 'long.md'), 'Short now.');
    const resumed = await ended(start([...argv, ...out, '--resume']));
    assert.deepEqual([resumed.status, resumed.stderr], [0, '']);
    assert.match(resumed.stdout, / tokens in 6 files, tiny-duo/);
  });
});
