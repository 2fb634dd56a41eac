import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, cpSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import type { ModuleList } from '../../src/core/module';
import type { EngineClient } from '../../src/client/engineClient';
import { anyLayers } from '../../src/core/oracle';
import {
  analyze,
  DUO,
  ENGINE,
  engineClient,
  failure,
  request,
  route,
  routeRequest,
  TINY,
} from './support';

const LONG = 'All work and no play makes a dull model. '.repeat(500);

describe('engine process', () => {
  let client: EngineClient;
  let home: string;

  beforeEach(() => {
    home = mkdtempSync(path.join(tmpdir(), 'home-'));
    client = engineClient({ env: { HOME: home, USERPROFILE: home } });
  });

  afterEach(() => {
    client.dispose();
    rmSync(home, { recursive: true });
  });

  it('reports tokens first, then predictions and the router, then losses', async () => {
    const { kinds } = await analyze(client, request('a short text', { router: 'tiny-two' }));
    assert.deepEqual(kinds.slice(0, 4), ['tokens', 'predictions', 'router', 'losses']);
  });

  it('streams losses while the rest is still computed', async () => {
    const stream = client.analyze(request(LONG), new AbortController().signal);
    const seen: string[] = [];
    for await (const event of stream) {
      seen.push(event.kind);
      if (event.kind === 'losses') break;
    }
    assert.deepEqual(seen, ['tokens', 'predictions', 'losses']);
  });

  it('stops between blocks when cancelled, and goes on to serve', async () => {
    const controller = new AbortController();
    const stream = client.analyze(request(LONG), controller.signal);
    await stream.next();
    const pid = client.pid;
    const cancelled = performance.now();
    controller.abort();
    await assert.rejects(stream.next(), failure('cancelled'));
    assert.ok(performance.now() - cancelled < 5000);
    await analyze(client, request('next'));
    assert.equal(client.pid, pid);
  });

  it('stops a router’s run between windows when cancelled, and goes on to serve', async () => {
    const controller = new AbortController();
    const stream = client.route(routeRequest(LONG), controller.signal);
    await stream.next();
    await stream.next();
    const pid = client.pid;
    controller.abort();
    await assert.rejects(stream.next(), failure('cancelled'));
    await analyze(client, request('next'));
    assert.equal(client.pid, pid);
  });

  it('stops a self-context run between tokens when cancelled, and goes on to serve', async () => {
    const constraint = { budget: 1, atMost: false, layers: anyLayers(3) };
    const asked = request(LONG, { context: { kind: 'self', constraint } });
    const controller = new AbortController();
    const run = async (): Promise<void> => {
      for await (const { kind } of client.analyze(asked, controller.signal)) {
        if (kind === 'losses') controller.abort();
      }
    };
    await assert.rejects(run(), failure('cancelled'));
    const pid = client.pid;
    await route(client, routeRequest('next'));
    assert.equal(client.pid, pid);
  });

  it('stops between pieces of a text that takes long to tokenise when cancelled', async () => {
    await client.open({ bundle: TINY, provider: 'cpu' });
    const pid = client.pid;
    const controller = new AbortController();
    const stream = client.analyze(request(LONG.repeat(300)), controller.signal);
    const first = stream.next();
    await setTimeout(200);
    controller.abort();
    await assert.rejects(first, failure('cancelled'));
    // An engine that goes on for two seconds is killed.
    await analyze(client, request('next'));
    assert.equal(client.pid, pid);
  });

  it('survives being killed in the middle of an analysis', async () => {
    const stream = client.analyze(request(LONG), new AbortController().signal);
    await stream.next();
    const pid = client.pid;
    assert.ok(pid !== undefined);
    process.kill(pid, 'SIGKILL');
    const rest = async (): Promise<void> => {
      for await (const event of stream) assert.ok(event);
    };
    await assert.rejects(rest(), failure('crashed', /signal SIGKILL/));
    const { table } = await analyze(client, request('next'));
    assert.ok(table.knownCount > 0);
    assert.notEqual(client.pid, pid);
  });

  it('ends in the middle of an analysis when its parent is killed', async () => {
    const script = path.join(__dirname, 'parent.ts');
    const parent = spawn(process.execPath, ['--import', 'tsx', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [pid] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string];
    assert.ok(exists(Number(pid)));
    parent.kill('SIGKILL');
    while (exists(Number(pid))) await setTimeout(10);
  });

  it('says which graph is gone, and goes on to serve', async () => {
    const bundle = path.join(home, 'bundle');
    cpSync(TINY, bundle, { recursive: true });
    await client.open({ bundle, provider: 'cpu' });
    const pid = client.pid;
    const asked = request('a text', { bundle, modules: ['skip', 'big'] });
    const graph = path.join(bundle, 'oracle-skip-big.onnx');
    renameSync(graph, `${graph}.away`);
    await assert.rejects(
      analyze(client, asked),
      failure('bundle', /oracle-skip-big\.onnx cannot be read \(there is no such file\)\. Restore/),
    );
    renameSync(`${graph}.away`, graph);
    const { table } = await analyze(client, asked);
    assert.ok(table.knownCount > 0);
    assert.equal(client.pid, pid);
  });

  it('stays under 300 MB with the bundled model, whatever graphs it has used', async () => {
    for (const modules of [
      ['small', 'big'],
      ['skip', 'small', 'big'],
      ['skip', 'big'],
    ] satisfies ModuleList[]) {
      await analyze(client, request(LONG, { bundle: DUO, modules }), 'losses');
    }
    const kilobytes = execFileSync('ps', ['-o', 'rss=', '-p', String(client.pid)], {
      encoding: 'utf8',
    });
    assert.ok(Number(kilobytes) > 0 && Number(kilobytes) < 300_000, kilobytes);
  });

  it('leaves nothing under the home folder', async () => {
    await analyze(client, request('a text', { router: 'tiny-two' }));
    assert.deepEqual(readdirSync(home), []);
  });

  it('refuses a provider that cannot work when it is asked for', async () => {
    const foreign = process.platform === 'darwin' ? 'dml' : 'coreml';
    await assert.rejects(
      client.open({ bundle: TINY, provider: foreign }),
      failure(
        'provider',
        /cannot be run on (.+)\. onnxruntime has no \1 on this platform\. Choose another/,
      ),
    );
    assert.equal((await client.open({ bundle: TINY, provider: 'cpu' })).provider.provider, 'cpu');
  });

  it('says in one sentence that onnxruntime is not there', async () => {
    const alone = path.join(home, 'engine.js');
    copyFileSync(ENGINE, alone);
    const lonely = engineClient({ entry: alone });
    try {
      await assert.rejects(
        lonely.open({ bundle: TINY, provider: 'auto' }),
        failure(
          'provider',
          /^onnxruntime cannot be loaded on \w+ \w+ \(Cannot find .*\); it needs Linux/,
        ),
      );
    } finally {
      lonely.dispose();
    }
  });
});

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
