import assert from 'node:assert/strict';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { Failure } from '../../../src/core/failure';
import { RpcClient } from '../../../src/protocol/rpcClient';
import { RpcServer, type Handlers } from '../../../src/protocol/rpcServer';
import { portPair } from './portPair';

interface TestApi {
  double: { request: number; reply: number; event: never };
  count: { request: number; reply: string; event: number };
  wait: { request: undefined; reply: undefined; event: string };
  fail: { request: 'failure' | 'error' | 'uncloneable'; reply: unknown; event: never };
}

const handlers: Handlers<TestApi> = {
  double: async (n) => {
    await setImmediate();
    return 2 * n;
  },
  count: async (n, { emit }) => {
    for (let i = 0; i < n; i++) {
      emit(i);
      if (i % 3 === 0) await setImmediate();
    }
    return 'counted';
  },
  wait: async (_, { emit, signal }) => {
    emit('waiting');
    while (!signal.aborted) await setImmediate();
    emit('too late');
    throw new Failure('cancelled', 'Given up.');
  },
  fail: async (how) => {
    await setImmediate();
    if (how === 'failure') throw new Failure('bundle', 'It is damaged.');
    if (how === 'error') throw new TypeError('a bug');
    return () => how;
  },
};

function connect(): {
  client: RpcClient<TestApi>;
  ports: ReturnType<typeof portPair>;
  logs: string[];
  stuck: () => number;
} {
  const ports = portPair();
  const logs: string[] = [];
  let stuck = 0;
  const log = (line: string): void => void logs.push(line);
  new RpcServer<TestApi>(ports.server, handlers, log);
  const onStuck = (): void => {
    stuck++;
  };
  const client = new RpcClient<TestApi>(ports.caller, { log, onStuck, patienceMs: 20 });
  return { client, ports, logs, stuck: () => stuck };
}

function failure(code: string, message?: string | RegExp) {
  return (error: unknown): boolean => {
    assert.ok(error instanceof Failure);
    assert.equal(error.code, code);
    if (message !== undefined) assert.match(error.message, new RegExp(message));
    return true;
  };
}

describe('RPC', () => {
  it('answers each call with its own reply, also when they overlap', async () => {
    const { client } = connect();
    const replies = await Promise.all([1, 2, 3].map((n) => client.call('double', n)));
    assert.deepEqual(replies, [2, 4, 6]);
  });

  it('delivers events in order and before the reply', async () => {
    const { client } = connect();
    const seen: unknown[] = [];
    seen.push(await client.call('count', 5, { onEvent: (n) => seen.push(n) }));
    assert.deepEqual(seen, [0, 1, 2, 3, 4, 'counted']);
  });

  it('streams every event to a slow reader and returns the reply', async () => {
    const { client } = connect();
    const stream = client.stream('count', 10);
    const seen: unknown[] = [];
    for (;;) {
      const { done, value } = await stream.next();
      seen.push(value);
      if (done === true) break;
      await setTimeout(2);
    }
    assert.deepEqual(seen, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 'counted']);
  });

  it('passes failures on, and hides the stack of bugs in the log', async () => {
    const { client, logs } = connect();
    await assert.rejects(client.call('fail', 'failure'), failure('bundle', /^It is damaged\.$/));
    assert.deepEqual(logs, []);
    await assert.rejects(client.call('fail', 'error'), failure('internal', /^a bug$/));
    assert.match(logs.join(), /TypeError: a bug\n\s+at /);
  });

  it('answers with an error when the reply cannot be sent', async () => {
    const { client } = connect();
    await assert.rejects(client.call('fail', 'uncloneable'), failure('internal'));
  });

  it('rejects a request that cannot be sent', async () => {
    const { client } = connect();
    await assert.rejects(client.call('double', (() => 1) as unknown as number));
  });

  it('refuses an unknown method', async () => {
    const { client } = connect();
    const call = client.call('toString' as 'double', 1);
    await assert.rejects(call, failure('internal', 'no method "toString"'));
  });

  it('cancels: the handler is told, the caller gets "cancelled" and no more events', async () => {
    const { client, ports } = connect();
    const controller = new AbortController();
    const events: string[] = [];
    const call = client.call('wait', undefined, {
      signal: controller.signal,
      onEvent: (event) => {
        events.push(event);
        controller.abort();
      },
    });
    await assert.rejects(call, failure('cancelled'));
    await client.idle();
    assert.deepEqual(events, ['waiting']);
    assert.deepEqual(ports.server.sent.at(-1), {
      id: 1,
      err: { code: 'cancelled', message: 'Given up.' },
    });
  });

  it('is idle when cancelled calls are answered too, while their callers wait no longer', async () => {
    const { caller, server } = portPair();
    const options = { log: () => undefined, onStuck: () => undefined, patienceMs: 1000 };
    const client = new RpcClient<TestApi>(caller, options);
    const controller = new AbortController();
    const call = client.call('wait', undefined, { signal: controller.signal });
    controller.abort();
    await assert.rejects(call, failure('cancelled'));
    const idle = client.idle().then(() => 'idle');
    assert.equal(await Promise.race([idle, setTimeout(20, 'busy')]), 'busy');
    server.send({ id: 1, ok: undefined });
    assert.equal(await idle, 'idle');
    await client.idle();
  });

  it('sends nothing for a call that is cancelled from the start', async () => {
    const { client, ports } = connect();
    const call = client.call('double', 1, { signal: AbortSignal.abort() });
    await assert.rejects(call, failure('cancelled'));
    assert.deepEqual(ports.caller.sent, []);
  });

  it('cancels when the reader leaves the stream', async () => {
    const { client, ports } = connect();
    for await (const event of client.stream('wait', undefined)) {
      assert.equal(event, 'waiting');
      break;
    }
    await client.idle();
    assert.ok(ports.caller.sent.some((message) => 'cancel' in (message as object)));
    assert.ok('err' in (ports.server.sent.at(-1) as object));
  });

  it('stops streaming queued events once cancelled', async () => {
    const { client } = connect();
    const controller = new AbortController();
    const stream = client.stream('count', 100, controller.signal);
    await stream.next();
    await setTimeout(20);
    controller.abort();
    await assert.rejects(stream.next(), failure('cancelled'));
  });

  it('reports a cancelled call that is not answered', async () => {
    const { caller } = portPair();
    let stuck = 0;
    const client = new RpcClient<TestApi>(caller, {
      log: () => undefined,
      onStuck: () => {
        stuck++;
        caller.close(new Failure('crashed', 'Killed.'));
      },
      patienceMs: 10,
    });
    const controller = new AbortController();
    const call = client.call('wait', undefined, { signal: controller.signal });
    controller.abort();
    await assert.rejects(call, failure('cancelled'));
    assert.equal(stuck, 0);
    await client.idle();
    assert.equal(stuck, 1);
  });

  it('does not report a cancelled call that is answered', async () => {
    const { client, stuck } = connect();
    const call = client.call('wait', undefined, { signal: AbortSignal.timeout(5) });
    await assert.rejects(call, failure('cancelled'));
    await setTimeout(40);
    assert.equal(stuck(), 0);
  });

  it('rejects pending and later calls when the link closes, with the reason', async () => {
    const { client, ports } = connect();
    const call = client.call('wait', undefined);
    ports.caller.close(new Failure('crashed', 'It is gone.'));
    await assert.rejects(call, failure('crashed', 'It is gone'));
    await assert.rejects(client.call('double', 1), failure('crashed', 'It is gone'));
  });

  it('aborts handlers when the link closes', async () => {
    const { client, ports } = connect();
    client.call('wait', undefined).catch(() => undefined);
    await setTimeout(5);
    ports.server.close(new Failure('cancelled', 'Closed.'));
    await setTimeout(5);
    assert.ok('err' in (ports.server.sent.at(-1) as object));
  });

  it('ignores and reports malformed messages at both ends', async () => {
    const { client, ports, logs } = connect();
    for (const message of [
      undefined,
      null,
      7,
      'x',
      [],
      {},
      { id: 1 },
      { id: 'a', method: 'double' },
    ]) {
      ports.caller.send(message);
      ports.server.send(message);
    }
    ports.server.send({ id: 1, err: { code: 'nonsense', message: 'x' } });
    assert.equal(await client.call('double', 21), 42);
    assert.equal(logs.length, 17);
  });

  it('ignores a request whose id is in use, and replies to calls that are over', async () => {
    const { client, ports, logs } = connect();
    const call = client.call('double', 4);
    ports.caller.send({ id: 1, method: 'double', params: 5 });
    ports.server.send({ id: 99, ok: 1 });
    assert.equal(await call, 8);
    await setTimeout(5);
    assert.deepEqual(logs, ['Ignored a request whose id is in use.']);
    assert.equal(await client.call('double', 1), 2);
  });
});
