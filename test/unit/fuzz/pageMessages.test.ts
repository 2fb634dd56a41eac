import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { PageLink } from '../../../src/extension/panel/pageLink';
import * as requests from '../../../src/extension/panel/requests';
import { parseQuestion } from '../../../src/panel/question';
import { RpcServer } from '../../../src/protocol/rpcServer';

interface Api {
  watch: { request: unknown; reply: never; event: string };
  ask: { request: unknown; reply: unknown; event: never };
  rerun: { request: unknown; reply: unknown; event: never };
}

const message = fc.oneof(
  fc.anything(),
  fc.record({
    id: fc.nat(4),
    method: fc.constantFrom('watch', 'ask', 'rerun', 'save', '__proto__'),
    params: fc.jsonValue(),
  }),
  fc.record({ id: fc.nat(4), cancel: fc.constant(true) }),
);

/** What may happen to a view, in any order. */
const happenings = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: message },
    { weight: 1, arbitrary: fc.constant('hide' as const) },
  ),
  {
    maxLength: 30,
  },
);

describe('a panel whose page sends anything, in any order', () => {
  it('answers or ignores it, also when the page cannot be reached, and then serves a new page', async () => {
    const property = fc.asyncProperty(happenings, fc.boolean(), async (sequence, reachable) => {
      const sent: unknown[] = [];
      let reach = reachable;
      const postMessage = (posted: unknown): Promise<boolean> => {
        sent.push(posted);
        return reach ? Promise.resolve(true) : Promise.reject(new Error('Webview is disposed'));
      };
      const link = new PageLink({ postMessage }, (port) => {
        new RpcServer<Api>(
          port,
          {
            watch: (_, { emit, signal }) =>
              new Promise((_resolve, reject) => {
                emit('watched');
                signal.addEventListener('abort', () => {
                  reject(new Error('gone'));
                });
              }),
            ask: (question) => Promise.resolve(parseQuestion(question, 3)),
            rerun: (wanted) => Promise.resolve(requests.readRerun(wanted)),
          },
          () => undefined,
        );
      });
      for (const happening of sequence) {
        if (happening === 'hide') link.close();
        else link.receive(happening);
      }
      await setImmediate();
      reach = true;
      sent.length = 0;
      link.receive({ id: 9, method: 'watch', params: null });
      assert.deepEqual(sent.at(-1), { id: 9, event: 'watched' });
    });
    await fc.assert(property, { numRuns: 300 });
  });
});
