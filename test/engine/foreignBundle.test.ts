import assert from 'node:assert/strict';
import path from 'node:path';
import type { EngineClient } from '../../src/client/engineClient';
import type { Analysis } from '../../src/core/analysis';
import type { Constraint } from '../../src/core/constraint';
import { MODULE_LISTS, type Module } from '../../src/core/module';
import { anyLayers, oracleUnder } from '../../src/core/oracle';
import { ForwardReference } from './forwardReference';
import { predictorOf } from './predictorOf';
import { analyze, assertNats, engineClient, request, ROOT, route, routeRequest } from './support';

/** Written by models/training/tests/foreign_bundle.py after models/README.md alone. */
const FOREIGN = path.join(ROOT, 'test', 'fixtures', 'foreign-duo');
const BOS = 269;
const LAYERS = 3;
const CONTEXT_LENGTH = 24;
const TOLERANCE = 1e-4;

/** Two windows, with bytes that no merge covers, and what spells BOS. */
const TEXT = 'Then the ring, 100 <begin> naïve 😀';

describe('a bundle written after its format’s description', () => {
  let client: EngineClient;
  let forward: ForwardReference;

  before(async () => {
    client = engineClient();
    forward = await ForwardReference.load(FOREIGN);
  });

  after(async () => {
    client.dispose();
    await forward.release();
  });

  /** Asserts that every row of the table is what forward.onnx says of each route, after `earlier` of the tokens before. */
  async function assertTable(
    analysis: Analysis,
    earlier: (token: number) => readonly Module[],
  ): Promise<void> {
    assert.ok(analysis.windows.length > 1);
    for (const { index } of analysis.tokens) {
      const { ids, position, routes } = predictorOf(analysis, index, BOS);
      const row: number[] = [];
      for (const route of analysis.table.space.all) {
        const run = await forward.run(ids, routes(ids.length, route, earlier));
        row.push(run.losses[position] ?? Number.NaN);
      }
      assertNats(analysis.table.row(index), row, TOLERANCE, `token ${index}`);
      assert.ok(Math.max(...row) - Math.min(...row) > 0.1);
    }
  }

  it('has nothing wrong with it', async () => {
    const found: string[] = [];
    for await (const event of client.check(FOREIGN, new AbortController().signal)) {
      found.push(event.found);
    }
    const agreeing = found.filter((sentence) => sentence.includes('agrees with forward.onnx'));
    assert.equal(agreeing.length, 5);
  });

  it('is opened with what it says of itself', async () => {
    const { model } = await client.open({ bundle: FOREIGN, provider: 'cpu' });
    assert.equal(model.layers, LAYERS);
    assert.equal(model.contextLength, CONTEXT_LENGTH);
    assert.deepEqual(model.exactLists, MODULE_LISTS);
    assert.ok(model.hasRoutesGraph);
  });

  for (const modules of MODULE_LISTS) {
    it(`big context of ${modules.join()}: the table is what forward.onnx says`, async () => {
      const analysis = await analyze(client, request(TEXT, { bundle: FOREIGN, modules }));
      const big = new Array<Module>(LAYERS).fill('big');
      await assertTable(analysis, () => big);
    });

    it(`self context of ${modules.join()}: the table is what forward.onnx says`, async () => {
      const constraint: Constraint = { budget: 2, atMost: true, layers: anyLayers(LAYERS) };
      const context = { kind: 'self', constraint } as const;
      const analysis = await analyze(client, request(TEXT, { bundle: FOREIGN, modules, context }));
      const { routes } = oracleUnder(analysis.table, constraint);
      assert.ok(new Set(routes).size > 2);
      await assertTable(analysis, (token) => analysis.table.space.modulesOf(routes[token] ?? -1));
    });
  }

  for (const [number, router] of ['halves', 'thirds'].entries()) {
    it(`the router ${router}: its own run is what forward.onnx says`, async () => {
      const layers = anyLayers(LAYERS);
      const run = await route(client, routeRequest(TEXT, { bundle: FOREIGN, router, layers }));
      for (const { index } of run.tokens) {
        const { ids, position } = predictorOf(run, index, BOS);
        const expected = await forward.run(ids, new Array(ids.length).fill(layers), number);
        assertNats(
          [run.ownLoss(index) ?? NaN],
          [expected.losses[position] ?? NaN],
          TOLERANCE,
          router,
        );
        assert.deepEqual(run.routerRoute(index), expected.taken[position]);
      }
      const taken = Array.from(run.tokens, ({ index }) => run.routerRoute(index)?.join());
      assert.ok(new Set(taken).size > 2);
    });
  }
});
