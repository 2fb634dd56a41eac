import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { residentMegabytes } from '../host/processes';
import { analyzeJson } from '../cli/duoLlm';
import { analyze, engineClient, failure, request, TINY } from '../engine/support';
import { assertRight, drain, learnRightLosses } from './analyses';

const MEGABYTES = 5_000_000;
/** An engine takes some 150 MB, a text of this length and its tokens some 100 more. */
const MOST_RESIDENT = 500;

/** Every UTF-16 unit, and those that make pairs or fail to more often. */
const units = fc.array(fc.oneof(fc.nat(0xffff), fc.integer({ min: 0xd7f0, max: 0xe010 })), {
  maxLength: 40,
});

describe('a hard text', () => {
  const client = engineClient();

  before(async () => {
    await learnRightLosses(client);
  });

  afterEach(async () => {
    await assertRight(client);
  });

  after(() => {
    client.dispose();
  });

  /** Until the first losses. */
  async function begins(text: string): Promise<void> {
    const controller = new AbortController();
    const work = drain(
      client,
      request(text),
      () => {
        controller.abort();
      },
      controller.signal,
    );
    await assert.rejects(work, failure('cancelled'));
    assert.ok(residentMegabytes(client.pid ?? 0) < MOST_RESIDENT);
  }

  it('of one line of 5 MB: its first results come, and then it can be cancelled', async () => {
    await begins('A long line has many words. '.repeat(MEGABYTES / 28));
  });

  it('of one token, over and over: its first results come, and then it can be cancelled', async () => {
    await begins(' the'.repeat(MEGABYTES / 4));
  });

  it('of one word of 5 MB can be cancelled', async () => {
    const controller = new AbortController();
    const work = drain(client, request('a'.repeat(MEGABYTES)), undefined, controller.signal);
    const refused = assert.rejects(work, failure('cancelled'));
    await sleep(1000);
    controller.abort();
    await refused;
    // What was asked for next does not wait until all of the word is read.
    const began = performance.now();
    await assertRight(client);
    assert.ok(performance.now() - began < 6000);
  });

  for (const [what, character] of [
    ['NULs', '\0'],
    ['one letter', 'x'],
    ['line ends', '\n'],
    ['lone surrogates', '\ud800'],
    ['emoji', '😀'],
  ] as const) {
    it(`of 400 ${what} has a place and a loss for each token`, async () => {
      const text = character.repeat(400 / character.length);
      const { tokens, table } = await analyze(client, request(text));
      assert.equal(Array.from(tokens, ({ start, end }) => text.slice(start, end)).join(''), text);
      assert.equal(table.knownCount, tokens.length);
      assert.ok(table.rows(0, table.tokens).every((loss) => loss >= 0 && Number.isFinite(loss)));
    });
  }

  it('of one token, over and over, has its numbers on the command line', async () => {
    const { tokens, summary } = await analyzeJson(' the'.repeat(500));
    assert.equal(summary.tokens, tokens.length);
    assert.ok(tokens.every(({ surprise }) => surprise !== null && Number.isFinite(surprise)));
  });

  it('of any UTF-16 units is covered by its tokens, in order', async () => {
    const property = fc.asyncProperty(units, async (codes) => {
      const text = String.fromCharCode(...codes);
      const asked = { bundle: TINY, provider: 'cpu', text } as const;
      const { ids, starts, ends } = await client.tokenize(asked, new AbortController().signal);
      const pieces = Array.from(ids, (_, token) => text.slice(starts[token], ends[token]));
      assert.equal(pieces.join(''), text);
      assert.ok(starts.every((start, token) => start === (token === 0 ? 0 : ends[token - 1])));
    });
    await fc.assert(property, { numRuns: 300 });
  });
});
