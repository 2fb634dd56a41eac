import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { HOST_COMMANDS } from '../../src/panel/panelApi';
import { messagesDuring, open, until, useTinyModel } from './support';
import { TestPanel } from './testPanel';

const TEXT = 'Whatever a page sends, the panel answers it or lets it be.';

/** What would open a dialog: that is asked for elsewhere. */
function opensDialog({
  method,
  params,
}: {
  readonly method: string;
  readonly params: unknown;
}): boolean {
  const commands: readonly unknown[] = HOST_COMMANDS;
  if (method === 'perform') return commands.includes(params);
  const { name, content } = (params ?? {}) as Record<string, unknown>;
  return method === 'save' && typeof name === 'string' && typeof content === 'string';
}

const METHODS = [
  ...['watch', 'ask', 'colourBy', 'useModules', 'detail', 'reveal', 'rerun', 'cancelRerun'],
  ...['keep', 'compareWith', 'discardKept', 'perform', 'save', 'constructor', ''],
];

const params = fc.oneof(
  fc.jsonValue(),
  fc.record({ token: fc.integer({ min: -1, max: 20 }), aside: fc.constant(false) }),
  fc.record({ id: fc.nat(2) }),
  fc.record({
    kind: fc.constantFrom('self', 'router', 'x'),
    router: fc.constantFrom('tiny-two', 'x'),
  }),
  fc.constantFrom<unknown[]>(['small', 'big'], ['skip', 'big'], ['x'], []),
  fc.record({
    budget: fc.integer({ min: -1, max: 5 }),
    atMost: fc.boolean(),
    layers: fc.array(fc.constantFrom('auto', 'big', 'x'), { maxLength: 4 }),
  }),
);

const messages = fc.oneof(
  { weight: 1, arbitrary: fc.jsonValue() },
  { weight: 1, arbitrary: fc.record({ id: fc.nat(5), cancel: fc.constant(true) }) },
  {
    weight: 8,
    arbitrary: fc
      .record({ id: fc.nat(5), method: fc.constantFrom(...METHODS), params })
      .filter((call) => !opensDialog(call)),
  },
);

describe('a page that sends anything, in any order,', () => {
  before(useTinyModel);

  it('is answered or ignored, and the next one works', async () => {
    const bugs: string[] = [];
    const panel = new TestPanel((line) => {
      // What is no message is told of as well.
      if (!line.startsWith('Ignored')) bugs.push(line);
    });
    try {
      await open(TEXT);
      await panel.show().analyze();
      await messagesDuring(async () => {
        const property = fc.asyncProperty(
          fc.array(messages, { maxLength: 15 }),
          async (sequence) => {
            for (const message of sequence) panel.receive(message);
            await sleep(1);
          },
        );
        await fc.assert(property, { numRuns: 100 });
      });
      assert.deepEqual(bugs, []);
      await open(TEXT);
      const page = panel.show();
      await page.analyze();
      await until('the panel’s answer', () => page.told.answer !== undefined);
      assert.equal(page.told.subject?.subject?.tokens.texts.join(''), TEXT);
    } finally {
      panel.dispose();
    }
  });
});
