import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { EngineClient } from '../../src/client/engineClient';
import type { Analysis } from '../../src/core/analysis';
import type { LayerConstraint, Module } from '../../src/core/module';
import type { RouteRequest } from '../../src/protocol/engineApi';
import { ForwardReference, type ForwardRun } from './forwardReference';
import {
  analyze,
  assertNats,
  DUO,
  engineClient,
  failure,
  request,
  route,
  routeRequest,
  TINY,
} from './support';

/** Several windows of the tiny bundle, whose context is 32. */
const TEXT = `A router decides layer by layer.\r\n\tif (forced) { return forced; } // 😀 whatever it would have
done with the naïve reader’s text, which is longer than one window of the model.`;
const SHORT = 'Some layers are forced; the router decides the others.';
const BOS = 0;
const ROUTERS = ['tiny-two', 'tiny-three'];

describe('a router’s run with forced layers', () => {
  let client: EngineClient;
  let tiny: ForwardReference;
  let duo: ForwardReference;

  before(async () => {
    client = engineClient();
    tiny = await ForwardReference.load(TINY);
    duo = await ForwardReference.load(DUO);
  });

  after(async () => {
    client.dispose();
    await tiny.release();
    await duo.release();
  });

  /** What forward.onnx says of a run's tokens, window by window, when its layers are set to `layers`. */
  async function direct(
    forward: ForwardReference,
    { tokens, model, windows }: Analysis,
    router: string,
    layersAt: (token: number) => readonly LayerConstraint[],
  ): Promise<ForwardRun> {
    const number = model.routers.findIndex(({ name }) => name === router);
    const losses: number[] = [];
    const taken: (readonly Module[])[] = [];
    for (const { start, end, scoreFrom } of windows) {
      const ids = [BOS, ...Array.from(tokens.slice(start, end), ({ id }) => id)];
      // The last position of a window predicts what is not in it.
      const asked = ids.map((_, position) => layersAt(Math.min(start + position, end - 1)));
      const run = await forward.run(ids, asked, number);
      losses.push(...run.losses.slice(scoreFrom - start, end - start));
      taken.push(...run.taken.slice(scoreFrom - start, end - start));
    }
    return { losses: Float32Array.from(losses), taken };
  }

  function takenBy(run: Analysis): (readonly Module[])[] {
    return Array.from(run.tokens, (_, token) => run.routerRoute(token) ?? assert.fail());
  }

  async function check(
    forward: ForwardReference,
    asked: RouteRequest,
  ): Promise<ForwardRun['taken']> {
    const run = await route(client, asked);
    const expected = await direct(forward, run, asked.router, () => asked.layers);
    assert.deepEqual(takenBy(run), expected.taken);
    assertNats(run.ownLosses, expected.losses, 1e-4, 'own losses');
    for (const [layer, wanted] of asked.layers.entries()) {
      if (wanted !== 'auto') {
        assert.ok(expected.taken.every((modules) => modules[layer] === wanted));
      }
    }
    return expected.taken;
  }

  const constraint = fc.constantFrom<LayerConstraint[]>('auto', 'skip', 'small', 'big');

  for (const router of ROUTERS) {
    it(`${router}: any forced layers, over several windows, as forward.onnx says`, async () => {
      const layers = fc.tuple(constraint, constraint, constraint);
      await fc.assert(
        fc.asyncProperty(layers, async (forced) => {
          await check(tiny, routeRequest(TEXT, { router, layers: forced }));
        }),
        { numRuns: 25 },
      );
    });
  }

  it('the bundled model: forced layers, as forward.onnx says', async () => {
    const layers = ['auto', 'small', 'auto', 'big', 'auto', 'skip', 'auto', 'auto'] as const;
    const asked = { bundle: DUO, router: 'learned-4', layers };
    const taken = await check(duo, routeRequest(SHORT, asked));
    assert.ok(new Set(taken.map((modules) => modules.join())).size > 1);
  });

  it('each open layer is decided on the hidden state that all the others make', async () => {
    const router = 'tiny-three';
    const layers = ['small', 'auto', 'auto'] as const;
    const run = await route(client, routeRequest(SHORT.slice(0, 30), { router, layers }));
    assert.equal(run.windows.length, 1);
    const taken = takenBy(run);
    // Along the routes of the run, given in full, with one layer at a time left to the router.
    for (const open of [1, 2]) {
      const { taken: again, losses } = await direct(tiny, run, router, (token) =>
        (taken[token] ?? []).map((module, layer) => (layer === open ? 'auto' : module)),
      );
      assert.deepEqual(again, taken);
      assertNats(run.ownLosses, losses, 1e-4, `layer ${open} left open`);
    }
    // What is forced below changes what is decided above.
    const free = await route(client, routeRequest(SHORT.slice(0, 30), { router }));
    const above = (routes: (readonly Module[])[]) => routes.map((modules) => modules.slice(1));
    assert.notDeepEqual(above(taken), above(takenBy(free)));
  });

  it('without forced layers it is the router’s run of an analysis', async () => {
    for (const router of ROUTERS) {
      const run = await route(client, routeRequest(TEXT, { router }));
      const analysis = await analyze(client, request(TEXT, { router }));
      assert.deepEqual([...run.tokens], [...analysis.tokens]);
      assert.deepEqual(takenBy(run), takenBy(analysis));
      assert.deepEqual(run.ownLosses, analysis.ownLosses);
    }
  });

  it('reports the tokens, then the router’s run window by window', async () => {
    const kinds: string[] = [];
    const events = client.route(routeRequest(TEXT), new AbortController().signal);
    for await (const { kind } of events) kinds.push(kind);
    assert.equal(kinds.shift(), 'tokens');
    assert.ok(kinds.length > 3);
    assert.ok(kinds.every((kind) => kind === 'router'));
  });

  it('an empty text has no tokens', async () => {
    assert.equal((await route(client, routeRequest(''))).tokens.length, 0);
  });

  it('a selection has the decisions and losses of the whole document', async () => {
    const asked = { router: 'tiny-three', layers: ['auto', 'big', 'auto'] } as const;
    const whole = await route(client, routeRequest(TEXT, asked));
    const range = fc.tuple(fc.nat(TEXT.length), fc.nat(TEXT.length));
    const property = fc.asyncProperty(range, async ([a, b]) => {
      const selection = { start: Math.min(a, b), end: Math.max(a, b) };
      const part = await route(client, routeRequest(TEXT, { ...asked, selection }));
      const first = part.tokens.at(0)?.index ?? 0;
      const end = first + part.tokens.length;
      assert.ok((part.tokens.at(-1)?.end ?? selection.end) >= selection.end);
      assert.deepEqual([...part.tokens], [...whole.tokens.slice(first, end)]);
      assert.deepEqual(takenBy(part), takenBy(whole).slice(first, end));
      assertNats(part.ownLosses, whole.ownLosses.slice(first, end), 1e-5, 'own losses');
    });
    await fc.assert(property, { numRuns: 25 });
  });

  it('the range of analysed tokens selects these tokens again', async () => {
    const range = fc.tuple(fc.nat(TEXT.length), fc.nat(TEXT.length));
    const property = fc.asyncProperty(range, async ([a, b]) => {
      const selection = { start: Math.min(a, b), end: Math.max(a, b) };
      const { tokens } = await route(client, routeRequest(TEXT, { selection }));
      const again = await route(
        client,
        routeRequest(TEXT, {
          selection: { start: tokens.at(0)?.start ?? 0, end: tokens.at(-1)?.end ?? 0 },
        }),
      );
      assert.deepEqual([...again.tokens], [...tokens]);
    });
    await fc.assert(property, { numRuns: 25 });
  });

  it('fails when the model has no such router, layers or module', async () => {
    await assert.rejects(
      route(client, routeRequest(SHORT, { router: 'none' })),
      failure('request', /no router "none"; it has tiny-two, tiny-three\./),
    );
    await assert.rejects(
      route(client, routeRequest(SHORT, { layers: ['auto', 'big'] })),
      failure('request', /tiny-duo has 3 layers, but 2 were set/),
    );
    await assert.rejects(
      route(client, routeRequest(SHORT, { layers: ['auto', 'auto', 'huge' as Module] })),
      failure('request', /no module "huge"; a layer can be auto, skip, small, big\./),
    );
  });
});
