import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { Failure } from '../../../src/core/failure';
import { RpcClient } from '../../../src/protocol/rpcClient';
import { RpcServer } from '../../../src/protocol/rpcServer';
import { portPair } from '../protocol/portPair';

interface Api {
  echo: { request: unknown; reply: unknown; event: never };
  fail: { request: unknown; reply: never; event: never };
  count: { request: unknown; reply: string; event: number };
}

const anything = fc.anything({ withDate: true, withMap: true, withTypedArray: true });
const ids = fc.oneof(fc.integer({ min: 0, max: 3 }), anything);

const callerMessage = fc.oneof(
  anything,
  fc.record({ id: ids, cancel: fc.oneof(fc.constant(true), anything) }),
  fc.record(
    {
      id: ids,
      method: fc.oneof(fc.constantFrom('echo', 'fail', 'count', 'constructor'), anything),
      params: anything,
    },
    { requiredKeys: ['id', 'method'] },
  ),
);

const serverMessage = fc.oneof(
  anything,
  fc.record({ id: ids, event: anything }),
  fc.record({ id: ids, ok: anything }),
  fc.record({
    id: ids,
    err: fc.oneof(
      anything,
      fc.record({ code: fc.constantFrom('text', 'internal'), message: fc.string() }),
    ),
  }),
);

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

describe('a link on which anything may come', () => {
  it('has a server that gives each request one reply and still serves', async () => {
    const property = fc.asyncProperty(
      fc.array(callerMessage, { maxLength: 20 }),
      async (messages) => {
        const { caller, server } = portPair();
        new RpcServer<Api>(
          server,
          {
            echo: (request) => Promise.resolve(request),
            fail: () => {
              throw new Error('a bug');
            },
            count: async (_, { emit, signal }) => {
              for (let number = 0; number < 3 && !signal.aborted; number++) {
                emit(number);
                await setImmediate();
              }
              return 'counted';
            },
          },
          () => undefined,
        );
        for (const message of messages) caller.send(message);
        const client = new RpcClient<Api>(caller, {
          log: () => undefined,
          onStuck: () => undefined,
          patienceMs: 1e6,
        });
        // Ids of its own calls begin at 1, as those of other calls that still run may.
        await setImmediate();
        for (let turn = 0; turn < 10; turn++) await setImmediate();
        const replies = server.sent.filter(
          (sent) => isRecord(sent) && ('ok' in sent || 'err' in sent),
        );
        const requests = messages.filter(
          (message) =>
            isRecord(message) &&
            Number.isSafeInteger(message['id']) &&
            message['cancel'] !== true &&
            typeof message['method'] === 'string',
        );
        assert.ok(replies.length <= requests.length);
        assert.ok(requests.length === 0 || replies.length > 0);
        assert.equal(await client.call('echo', 'still there'), 'still there');
      },
    );
    await fc.assert(property, { numRuns: 200 });
  });

  it('has a client whose calls end once, with a reply, a failure or the end of the link', async () => {
    const property = fc.asyncProperty(
      fc.array(serverMessage, { maxLength: 20 }),
      async (messages) => {
        const { caller, server } = portPair();
        const client = new RpcClient<Api>(caller, {
          log: () => undefined,
          onStuck: () => undefined,
          patienceMs: 1e6,
        });
        const events: unknown[] = [];
        const calls = [
          client.call('echo', 1),
          client.call('fail', 2),
          client.call('count', 3, { onEvent: (event) => events.push(event) }),
        ];
        const outcomes = Promise.allSettled(calls);
        for (const message of messages) server.send(message);
        await setImmediate();
        await setImmediate();
        server.close(new Failure('crashed', 'Gone.'));
        for (const outcome of await outcomes) {
          if (outcome.status === 'rejected') assert.ok(outcome.reason instanceof Failure);
        }
        await client.idle();
        await assert.rejects(client.call('echo', 4), /Gone\./);
      },
    );
    await fc.assert(property, { numRuns: 200 });
  });
});
