import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { EngineClient } from '../../../src/client/engineClient';
import { Failure, type FailureCode } from '../../../src/core/failure';
import type { AnalyzeRequest } from '../../../src/protocol/engineApi';

const ENTRY = path.join(__dirname, 'fakeEngine.mjs');

describe('EngineClient', () => {
  let client: EngineClient;
  let logs: string[];

  beforeEach(() => {
    logs = [];
    client = new EngineClient({ entry: ENTRY, log: (line) => logs.push(line) });
  });

  afterEach(() => {
    client.dispose();
  });

  /** Makes the fake engine do something; what it replies. */
  async function ask(what: string, signal?: AbortSignal): Promise<unknown> {
    return client.open({ bundle: what, provider: 'cpu' }, signal);
  }

  it('starts one engine on first use and keeps it', async () => {
    assert.equal(client.pid, undefined);
    const pid = await ask('pid');
    assert.equal(client.pid, pid);
    assert.equal(await ask('pid'), pid);
  });

  it('keeps onnxruntime from telemetry, and passes no flags of this process on', async () => {
    const { env, execArgv } = (await ask('environment')) as {
      env: NodeJS.ProcessEnv;
      execArgv: string[];
    };
    assert.equal(env['ORT_DISABLE_TELEMETRY'], '1');
    assert.equal(env['MALLOC_ARENA_MAX'], '2');
    assert.deepEqual(execArgv, ['--max-semi-space-size=2']);
  });

  it('reports a killed engine with its signal, and starts a fresh one', async () => {
    const pid = await ask('pid');
    await assert.rejects(
      ask('kill'),
      failure('crashed', /ended \(signal SIGKILL\)\. Run the command again/),
    );
    assert.notEqual(await ask('pid'), pid);
  });

  it('reports an engine that exits with its code and what it said last', async () => {
    await assert.rejects(
      ask('exit'),
      failure('crashed', /\(exit code 3\): Error: out of luck\. Run/),
    );
    assert.ok(logs.includes('    at the end'));
  });

  it('reports an engine that cannot be started', async () => {
    client = new EngineClient({ entry: path.join(__dirname, 'missing.js'), log: () => undefined });
    await assert.rejects(ask('pid'), failure('crashed', /exit code 1.*Cannot find module/));
  });

  it('notices a crash between two requests', async () => {
    const pid = Number(await ask('pid'));
    process.kill(pid, 'SIGKILL');
    await until(() => client.pid === undefined);
    assert.notEqual(await ask('pid'), pid);
  });

  it('runs one request at a time, in order', async () => {
    const controller = new AbortController();
    const first = ask('wait', controller.signal);
    const second = ask('pid');
    const winner = Promise.race([first, second, setTimeout(100, 'neither')]);
    assert.equal(await winner, 'neither');
    controller.abort();
    await assert.rejects(first, failure('cancelled'));
    assert.equal(await second, client.pid);
  });

  it('lets a waiting request be cancelled, and keeps the order of the others', async () => {
    const first = new AbortController();
    const second = new AbortController();
    const calls = [ask('wait', first.signal), ask('pid', second.signal), ask('pid')] as const;
    second.abort();
    await assert.rejects(calls[1], failure('cancelled'));
    assert.equal(await Promise.race([calls[2], setTimeout(50, 'waiting')]), 'waiting');
    first.abort();
    await assert.rejects(calls[0], failure('cancelled'));
    assert.equal(await calls[2], client.pid);
  });

  it('cancels an analysis and keeps the engine', async () => {
    const pid = await ask('pid');
    const controller = new AbortController();
    const stream = client.analyze(request('text'), controller.signal);
    assert.equal((await stream.next()).value, 'text');
    controller.abort();
    await assert.rejects(stream.next(), failure('cancelled'));
    assert.equal(await ask('pid'), pid);
  });

  it('cancels a router’s run and keeps the engine', async () => {
    const pid = await ask('pid');
    const controller = new AbortController();
    const asked = { bundle: '', provider: 'cpu', text: 'text', router: '', layers: [] } as const;
    const stream = client.route(asked, controller.signal);
    assert.equal((await stream.next()).value, 'text');
    controller.abort();
    await assert.rejects(stream.next(), failure('cancelled'));
    assert.equal(await ask('pid'), pid);
  });

  it('cancels an analysis whose reader leaves', async () => {
    for await (const event of client.analyze(request('text'), new AbortController().signal)) {
      assert.equal(event, 'text');
      break;
    }
    assert.equal(await ask('pid'), client.pid);
  });

  it('kills an engine that does not stop when cancelled; waiting requests get a fresh one', async () => {
    const pid = await ask('pid');
    const controller = new AbortController();
    const stuck = client.analyze(request('hang'), controller.signal);
    await stuck.next();
    const waiting = ask('pid');
    controller.abort();
    await assert.rejects(stuck.next(), failure('cancelled'));
    // Its caller has not waited for that.
    assert.ok(exists(Number(pid)));
    assert.notEqual(await waiting, pid);
    assert.ok(!exists(Number(pid)));
  });

  it('stops the engine when it has been idle, and starts a new one when needed', async () => {
    client = new EngineClient({ entry: ENTRY, idleMs: 30, log: () => undefined });
    const pid = Number(await ask('pid'));
    await until(() => !exists(pid));
    assert.equal(client.pid, undefined);
    assert.notEqual(await ask('pid'), pid);
  });

  it('does not stop an engine that works longer than the idle time', async () => {
    client = new EngineClient({ entry: ENTRY, idleMs: 10, log: () => undefined });
    const controller = new AbortController();
    const work = ask('wait', controller.signal);
    await until(() => client.pid !== undefined);
    const pid = client.pid;
    await setTimeout(100);
    controller.abort();
    await assert.rejects(work, failure('cancelled'));
    assert.equal(client.pid, pid);
  });

  it('refuses requests after disposal, also those that waited', async () => {
    const work = ask('wait');
    const waiting = ask('pid');
    const pid = await until(() => client.pid);
    client.dispose();
    await assert.rejects(work, failure('cancelled'));
    await assert.rejects(waiting, failure('cancelled'));
    await assert.rejects(ask('pid'), failure('cancelled'));
    await until(() => !exists(pid));
  });

  it('leaves no engine behind when its own process is killed, and does not keep a finished one alive', async () => {
    for (const ending of ['SIGKILL', undefined] as const) {
      const parent = spawn(
        process.execPath,
        ['--import', 'tsx', path.join(__dirname, 'parent.ts'), ENTRY, ending ?? 'finish'],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string];
      const pid = Number(line);
      assert.ok(pid > 0);
      if (ending) parent.kill(ending);
      await once(parent, 'exit');
      await until(() => !exists(pid));
    }
  });
});

function request(text: string): AnalyzeRequest {
  return { bundle: '', provider: 'cpu', text, modules: ['small', 'big'], context: { kind: 'big' } };
}

function failure(code: FailureCode, message = /./) {
  return (error: unknown): boolean => {
    assert.ok(error instanceof Failure, String(error));
    assert.equal(error.code, code);
    assert.match(error.message, message);
    return true;
  };
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Waits for something to become true; the test's timeout is the limit. */
async function until<T>(condition: () => T): Promise<NonNullable<T>> {
  for (;;) {
    const value = condition();
    if (value) return value;
    await setTimeout(5);
  }
}
