import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { enginesOf, runs } from '../host/processes';
import type { EngineClient } from '../../src/client/engineClient';
import { engineClient, failure, request, TINY } from '../engine/support';
import { ended, start } from '../cli/duoLlm';
import { assertRight, drain, learnRightLosses, LONG } from './analyses';
import { preload } from './preloaded/preload';
import { until } from '../host/until';

/** What is hung on purpose does so a moment later. */
const HANGS_MS = 300;
const IN_TIME_MS = 6000;

describe('an engine that hangs', () => {
  let client = engineClient();

  before(async () => {
    await learnRightLosses(client);
  });

  afterEach(() => {
    use(engineClient());
  });

  function use(other: EngineClient): void {
    client.dispose();
    client = other;
  }

  /** A stopped process answers nothing, not even that it should end. */
  for (const signal of ['SIGSTOP', 'SIGUSR2'] as const) {
    it(`is ended when what it does is cancelled, and the next one is right (${signal})`, async () => {
      use(engineClient(preload('hangOnSignal')));
      const controller = new AbortController();
      let pid = 0;
      const work = drain(
        client,
        request(LONG),
        () => {
          pid = client.pid ?? 0;
          process.kill(pid, signal);
          setTimeout(() => {
            controller.abort();
          }, HANGS_MS);
        },
        controller.signal,
      );
      await assert.rejects(work, failure('cancelled'));
      const began = performance.now();
      await assertRight(client);
      assert.ok(performance.now() - began < IN_TIME_MS);
      assert.ok(!runs(pid));
    });
  }

  it('is ended when it has nothing to do', async () => {
    use(engineClient({ idleMs: 300 }));
    await client.open({ bundle: TINY, provider: 'cpu' });
    const pid = client.pid ?? 0;
    process.kill(pid, 'SIGSTOP');
    await until(() => !runs(pid));
  });

  it('is ended with the window', async () => {
    await client.open({ bundle: TINY, provider: 'cpu' });
    const pid = client.pid ?? 0;
    process.kill(pid, 'SIGSTOP');
    client.dispose();
    await until(() => !runs(pid));
  });

  it('ends when whoever started it is killed', async () => {
    const script = path.join(__dirname, 'hungParent.ts');
    const parent = spawn(process.execPath, ['--import', 'tsx', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string];
    const pid = Number(line);
    process.kill(pid, 'SIGUSR2');
    await sleep(HANGS_MS);
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    assert.ok(runs(pid));
    await until(() => !runs(pid));
  });

  it('is ended by Ctrl-C on the command line', async () => {
    const child = start(['analyze', '-', '--model', TINY]);
    const end = ended(child, LONG.repeat(5));
    const engine = await until(() => enginesOf(child.pid ?? 0)[0]);
    process.kill(engine, 'SIGSTOP');
    child.kill('SIGINT');
    const { status, stdout } = await end;
    assert.deepEqual([status, stdout], [130, '']);
    await until(() => !runs(engine));
  });
});
