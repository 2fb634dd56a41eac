import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { analyze, ended, ROOT, start, TINY } from './duoLlm';
import { enginesOf, runs } from '../host/processes';
import { until } from '../host/until';

const VERY_LONG = 'The engine should not outlive the program that asked for it. '.repeat(2000);

describe('the processes of duo-llm', () => {
  it('end with the analysis', async () => {
    const child = start(['analyze', '-', '--model', TINY]);
    const { status } = await ended(child, 'short');
    assert.equal(status, 0);
    assert.deepEqual(enginesOf(child.pid), []);
  });

  it('end on Ctrl-C, with status 130 and no result', async () => {
    const child = start(['analyze', '-', '--model', TINY, '--format', 'json']);
    const end = ended(child, VERY_LONG);
    const engine = await until(() => enginesOf(child.pid)[0]);
    child.kill('SIGINT');
    const { status, stdout, stderr } = await end;
    assert.deepEqual([status, stdout], [130, '']);
    assert.match(stderr, /^duo-llm: [^\n]+\n$/);
    await until(() => !runs(engine));
  });

  it('end on the first Ctrl-C while standard input is read', async () => {
    const child = start(['analyze', '-', '--model', TINY]);
    const closed = once(child, 'close') as Promise<[number | null]>;
    // More than a pipe holds: once it is through, it is being read.
    await new Promise((resolve) => child.stdin?.write(Buffer.alloc(2 ** 20, 'x'), resolve));
    child.kill('SIGINT');
    assert.deepEqual((await closed)[0], 130);
  });

  it('end when the program is killed outright', async () => {
    const child = start(['analyze', '-', '--model', TINY]);
    const end = ended(child, VERY_LONG);
    const engine = await until(() => enginesOf(child.pid)[0]);
    child.kill('SIGKILL');
    await end;
    await until(() => !runs(engine));
  });

  it('end quietly when the reader of the result has seen enough', async () => {
    const child = start(['analyze', '-', '--model', TINY, '--format', 'json']);
    child.stdout?.once('data', () => child.stdout?.destroy());
    child.stdin?.end(VERY_LONG.slice(0, 2000));
    let stderr = '';
    child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const [status] = (await once(child, 'close')) as [number];
    assert.deepEqual([status, stderr], [0, '']);
  });

  it('report a damaged bundle by the file at fault', async () => {
    const copy = await mkdtemp(path.join(tmpdir(), 'duo-llm-damaged-'));
    for (const name of await readdir(TINY)) {
      await writeFile(path.join(copy, name), await readFile(path.join(TINY, name)));
    }
    await writeFile(path.join(copy, 'tokenizer.json'), '{}');
    const { status, stdout, stderr } = await analyze('x', '--model', copy);
    await rm(copy, { recursive: true });
    assert.deepEqual([status, stdout], [1, '']);
    assert.match(stderr, /tokenizer\.json/);
  });
});

describe('npm run analyze', () => {
  it('takes files relative to the caller’s folder and prints nothing but the result', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'duo-llm-npm-'));
    await writeFile(path.join(folder, 'note.md'), 'A note.\n');
    const args = ['run', '--silent', '--prefix', ROOT, 'analyze', '--'];
    const options = ['note.md', '--model', TINY, '--format', 'json'];
    const { status, stdout, stderr } = await ended(
      spawn('npm', [...args, ...options], {
        cwd: folder,
        shell: process.platform === 'win32',
        env: { ...process.env, INIT_CWD: undefined },
      }),
    );
    await rm(folder, { recursive: true });
    assert.equal(status, 0, stderr);
    assert.equal((JSON.parse(stdout) as { source: { name: string } }).source.name, 'note.md');
  });
});
