import assert from 'node:assert/strict';
import fc from 'fast-check';
import { EngineProcess } from '../../src/client/engineProcess';
import { RpcClient } from '../../src/protocol/rpcClient';
import { Failure } from '../../src/core/failure';
import { ENGINE, TINY } from '../engine/support';

/** Any method may be called with anything. */
type AnyApi = Record<string, { request: unknown; reply: unknown; event: unknown }>;

const METHODS = ['open', 'tokenize', 'score', 'analyze', 'route', 'toString', ''];

/** What structured cloning carries. */
const anything = fc.anything({
  withDate: true,
  withMap: true,
  withSet: true,
  withTypedArray: true,
});

/** Nearly right: fields of the right name with anything in them, or with something that makes sense. */
const nearly = fc.record(
  {
    bundle: fc.oneof({ weight: 9, arbitrary: fc.constant(TINY) }, anything),
    provider: fc.oneof({ weight: 9, arbitrary: fc.constant('cpu') }, anything),
    text: fc.oneof(fc.string({ maxLength: 20 }), anything),
    modules: fc.oneof(
      fc.constant(['small', 'big']),
      fc.array(fc.constantFrom('small', 'big', 'x')),
      anything,
    ),
    context: fc.oneof(fc.constant({ kind: 'big' }), fc.constant({ kind: 'self' }), anything),
    selection: fc.oneof(fc.record({ start: fc.integer(), end: fc.integer() }), anything),
    search: fc.oneof(fc.constantFrom('exact', 'beam'), anything),
    router: fc.oneof(fc.constant('tiny-two'), anything),
    layers: fc.oneof(fc.array(fc.constantFrom('auto', 'big', 'x')), anything),
    ids: fc.oneof(fc.int32Array({ maxLength: 10 }), anything),
    from: fc.oneof(fc.integer(), anything),
    to: fc.oneof(fc.integer(), anything),
  },
  { requiredKeys: ['bundle', 'provider'] },
);

describe('the engine, asked for what makes no sense,', () => {
  let process: EngineProcess;
  let rpc: RpcClient<AnyApi>;
  let ended: Failure | undefined;

  before(() => {
    process = new EngineProcess({ entry: ENGINE, log: () => undefined });
    process.onClose((reason) => {
      ended = reason;
    });
    const log = (line: string): void => {
      throw new Error(line);
    };
    const options = { log, onStuck: () => undefined, patienceMs: 1e6 };
    rpc = new RpcClient<AnyApi>(process, options);
  });

  after(() => {
    process.kill();
  });

  async function assertServes(): Promise<void> {
    await rpc.call('open', { bundle: TINY, provider: 'cpu' });
    assert.equal(ended, undefined);
  }

  it('ignores messages that are none, and goes on to serve', async () => {
    await assertServes();
    fc.assert(
      fc.property(anything, (message) => {
        // Of all that can be cloned only this is no message.
        if (message !== undefined) process.send(message);
      }),
      { numRuns: 300 },
    );
    await assertServes();
  });

  it('answers each request, with what it found or a failure, and goes on to serve', async () => {
    const params = fc.oneof({ weight: 1, arbitrary: anything }, { weight: 4, arbitrary: nearly });
    const property = fc.asyncProperty(
      fc.constantFrom(...METHODS),
      params,
      async (method, asked) => {
        await rpc.call(method, asked).catch((error: unknown) => {
          assert.ok(error instanceof Failure, String(error));
          assert.notEqual(error.code, 'crashed', error.message);
        });
      },
    );
    await fc.assert(property, { numRuns: 200 });
    await assertServes();
  });
});
