import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import type { EngineClient } from '../../src/client/engineClient';
import { Analysis } from '../../src/core/analysis';
import { InteractiveRun, type Span } from '../../src/interactive/interactiveRun';
import { ResultCache } from '../../src/interactive/resultCache';
import type { AnalyzeRequest, ScoreRequest } from '../../src/protocol/engineApi';
import { analyze, assertNats, engineClient, failure, request } from './support';

/** Several windows of the tiny bundle, whose context is 32. */
const LINES = Array.from(
  { length: 12 },
  (_, at) => `${'\t'.repeat(at % 3)}let line${at} = ${at * 37}; // naïve 😀 ${'x'.repeat(at)}\n`,
);
const TEXT = LINES.join('');

/** An edit somewhere, of what people type and paste. */
const edits = fc.array(
  fc.record({
    at: fc.nat(1000),
    remove: fc.oneof(fc.constant(0), fc.nat(30)),
    insert: fc.constantFrom('', 'a', ' ', '\n', 'é', '😀', '\ud83d', 'word word', LINES.join('')),
  }),
  { minLength: 1, maxLength: 5 },
);

describe('an interactive run', () => {
  let client: EngineClient;

  before(() => {
    client = engineClient();
  });

  after(() => {
    client.dispose();
  });

  /** An interactive run and the parts of windows that it asked the engine for. */
  async function run(
    asked: AnalyzeRequest,
    cache: ResultCache,
    look: () => readonly Span[] = () => [],
    onAdvance: (analysis: Analysis, run: InteractiveRun) => void = () => undefined,
    signal = new AbortController().signal,
  ): Promise<{ analysis: Analysis; scored: ScoreRequest[] }> {
    const { model } = await client.open(asked);
    const scored: ScoreRequest[] = [];
    const analysis = new Analysis(
      model,
      { name: 'test', length: asked.text.length, sha256: '' },
      { modules: asked.modules, router: asked.router, context: { kind: 'big' } },
    );
    const counting: Pick<EngineClient, 'tokenize' | 'score'> = {
      tokenize: (...call) => client.tokenize(...call),
      score: (wanted, ...call) => {
        scored.push(wanted);
        return client.score(wanted, ...call);
      },
    };
    const around = {
      ...{ client: counting, cache, look },
      provider: 'cpu' as const,
      pause: () => setImmediate(),
    };
    const interactive = new InteractiveRun(asked, analysis, around);
    await interactive.run(signal, () => {
      onAdvance(analysis, interactive);
    });
    assert.ok(analysis.complete);
    return { analysis, scored };
  }

  function assertSame(actual: Analysis, expected: Analysis): void {
    assert.deepEqual(actual.tokens.columns(), expected.tokens.columns());
    assert.deepEqual(actual.windows, expected.windows);
    assert.deepEqual(actual.routerModules, expected.routerModules);
    assert.deepEqual(actual.routerRoutes, expected.routerRoutes);
    if (expected.run.router !== undefined) {
      assertNats(actual.ownLosses, expected.ownLosses, 1e-5, 'own losses');
    }
    for (let token = 0; token < expected.tokens.length; token++) {
      assertNats(actual.table.row(token), expected.table.row(token), 1e-5, `token ${token}`);
      const ids = (analysis: Analysis) => analysis.predictions(token).map(({ id }) => id);
      assert.deepEqual(ids(actual), ids(expected));
    }
  }

  for (const modules of [['small', 'big'] as const, ['skip', 'small', 'big'] as const]) {
    it(`after any edits equals a fresh analysis of the text, under ${modules.join()}`, async () => {
      const router = 'tiny-three';
      const property = fc.asyncProperty(edits, async (sequence) => {
        const cache = new ResultCache(1e9);
        let text = TEXT;
        await run(request(text, { modules, router }), cache);
        for (const { at, remove, insert } of sequence) {
          const place = at % (text.length + 1);
          text = text.slice(0, place) + insert + text.slice(place + remove);
          const asked = request(text, { modules, router });
          const { analysis } = await run(asked, cache);
          assertSame(analysis, await analyze(client, asked));
        }
      });
      await fc.assert(property, { numRuns: 4 });
    });
  }

  it('computes only what follows an edit inside the windows that see it', async () => {
    const text = TEXT.repeat(6);
    const cache = new ResultCache(1e9);
    const whole = await run(request(text), cache);
    const at = text.indexOf('line6', text.length / 3);
    const edited = await run(request(`${text.slice(0, at)}x${text.slice(at)}`), cache);
    const computed = edited.scored.reduce((sum, { from, to }) => sum + to - from, 0);
    assert.ok(computed < 200, `${computed} of ${whole.analysis.tokens.length} tokens`);
    const first = edited.scored[0] ?? assert.fail();
    assert.ok(first.from > 0, 'the window was not computed from its beginning');
  });

  it('computes nothing when an edit is undone, or for the same text elsewhere', async () => {
    const cache = new ResultCache(1e9);
    const { analysis } = await run(request(TEXT), cache);
    await run(request(`x${TEXT}`), cache);
    const again = await run(request(TEXT), cache);
    assert.deepEqual(again.scored, []);
    assertSame(again.analysis, analysis);
  });

  it('keeps other modules, other routers and other models apart', async () => {
    const cache = new ResultCache(1e9);
    await run(request(TEXT), cache);
    for (const other of [{ modules: ['skip', 'big'] as const }, { router: 'tiny-two' }]) {
      const asked = request(TEXT, other);
      const { analysis, scored } = await run(asked, cache);
      assert.ok(scored.length > 0);
      assertSame(analysis, await analyze(client, asked));
      assert.deepEqual((await run(asked, cache)).scored, []);
    }
  });

  it('finds out first about what is on screen', async () => {
    const start = TEXT.indexOf('line7');
    const span = { start, end: TEXT.indexOf('line8') };
    const unseen: boolean[] = [];
    await run(
      request(TEXT),
      new ResultCache(1e9),
      () => [span],
      ({ tokens, table }) => {
        const known = (token: number): boolean => table.isKnown(token);
        const [inside, outside] = [true, false].map((wanted) =>
          [...tokens.slice(0, tokens.length)].filter(
            (token) => (token.end > span.start && token.start < span.end) === wanted,
          ),
        );
        const allInside = inside?.every(({ index }) => known(index)) === true;
        // A block may reach beyond the screen.
        const beyond = outside?.filter(({ index }) => known(index)).length ?? 0;
        unseen.push(!allInside && beyond > 8);
      },
    );
    assert.ok(unseen.length > 3);
    assert.ok(!unseen.includes(true));
  });

  it('turns to what is looked at next', async () => {
    let span = { start: TEXT.indexOf('line1'), end: TEXT.indexOf('line2') };
    const elsewhere = { start: TEXT.indexOf('line10'), end: TEXT.indexOf('line11') };
    const knownWhenSeen: number[] = [];
    const { analysis } = await run(
      request(TEXT),
      new ResultCache(1e9),
      () => [span],
      ({ knownCount, tokens, table }, interactive) => {
        if (knownCount === 0) return;
        span = elsewhere;
        interactive.lookedElsewhere();
        const there = [...tokens].filter(({ start, end }) => end > span.start && start < span.end);
        if (there.every(({ index }) => table.isKnown(index))) knownWhenSeen.push(knownCount);
      },
    );
    const share = (knownWhenSeen[0] ?? Infinity) / analysis.tokens.length;
    assert.ok(share < 0.4, `${share} of the text came first`);
  });

  it('of a selection finds what the whole document’s has', async () => {
    const whole = await analyze(client, request(TEXT));
    const selection = { start: 100, end: 140 };
    const { analysis } = await run(request(TEXT, { selection }), new ResultCache(1e9));
    const first = analysis.tokens.at(0)?.index ?? -1;
    assert.ok(first > 0);
    for (let row = 0; row < analysis.tokens.length; row++) {
      assertNats(analysis.table.row(row), whole.table.row(first + row), 1e-5, `row ${row}`);
    }
  });

  it('of an empty text ends at once', async () => {
    const { scored } = await run(request(''), new ResultCache(1e9));
    assert.deepEqual(scored, []);
  });

  it('keeps what it has found when it is cancelled', async () => {
    const cache = new ResultCache(1e9);
    const controller = new AbortController();
    const cancelled = run(
      request(TEXT),
      cache,
      () => [],
      ({ knownCount }) => {
        if (knownCount > 20) controller.abort();
      },
      controller.signal,
    );
    await assert.rejects(cancelled, failure('cancelled'));
    const { scored } = await run(request(TEXT), cache);
    assert.ok((scored[0]?.from ?? 0) > 0);
  });
});
