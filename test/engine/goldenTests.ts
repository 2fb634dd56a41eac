import assert from 'node:assert/strict';
import type { EngineClient } from '../../src/client/engineClient';
import { MODULES, type ModuleList } from '../../src/core/module';
import { anyLayers, atBudget, oracleByBudget } from '../../src/core/oracle';
import { RouteSpace } from '../../src/core/routes';
import type { Token } from '../../src/core/token';
import type { AnalyzeRequest, Provider } from '../../src/protocol/engineApi';
import type { GoldenText } from './golden';
import { OracleReference } from './oracleReference';
import { analyze, assertNats, request } from './support';

/** Nats. A GPU's exponentials and sums of hundreds of products are less exact. */
const TOLERANCES = { cpu: 1e-4, gpu: 5e-4 };

/** Tests that a provider computes what PyTorch computed. `client`: what the tests of a file share. */
export function itComputesGoldenValues(
  golden: GoldenText,
  bundle: string,
  provider: Provider,
  client: () => EngineClient,
): void {
  const { text } = golden;
  const of = (rest: Partial<AnalyzeRequest> = {}): AnalyzeRequest =>
    request(text, { bundle, provider, ...rest });
  const tolerance = TOLERANCES[provider === 'cpu' ? 'cpu' : 'gpu'];

  it('token ids', async () => {
    const { tokens } = await analyze(client(), of(), 'tokens');
    assert.deepEqual(
      Array.from(tokens, ({ id }) => id),
      golden.ids.slice(1),
    );
  });

  for (const modules of moduleLists(golden)) {
    it(`loss table of ${modules.join()}`, async () => {
      const { tokens } = await analyze(client(), of(), 'tokens');
      for (const { position, routes, losses } of golden.tables.filter(isOf(modules))) {
        const selection = characterOf([...tokens], position);
        const analysis = await analyze(client(), of({ modules, selection }));
        const at = position - (analysis.tokens.at(0)?.index ?? 0);
        const row = routes.map((route) => analysis.table.loss(at, route));
        assertNats(row, losses, tolerance, `position ${position}`);
      }
    });
  }

  for (const modules of moduleLists(golden)) {
    it(`losses of labels under ${modules.join()}`, async () => {
      const run = await OracleReference.load(bundle, modules, provider);
      for (const { position, routes, labels, labelLosses } of golden.tables.filter(isOf(modules))) {
        for (const [n, label] of labels.entries()) {
          const row = await run.lossesOf(golden.ids, position, label);
          const losses = routes.map((route) => row[route] ?? Number.NaN);
          assertNats(losses, labelLosses[n] ?? [], tolerance, `position ${position}, label ${n}`);
        }
      }
      await run.release();
    });
  }

  for (const { modules, budget, routes, losses } of golden.selfContext) {
    it(`self context of ${modules.join()} with ${budget} big layers`, async () => {
      const space = new RouteSpace(modules, routeLayers(golden));
      const constraint = { budget, atMost: false, layers: anyLayers(space.layers) };
      const analysis = await analyze(
        client(),
        of({ modules, context: { kind: 'self', constraint } }),
      );
      const byBudget = oracleByBudget(analysis.table, constraint.layers, constraint.atMost);
      const kept = atBudget(byBudget, analysis.tokens.length, budget);
      assert.deepEqual(Array.from(kept.routes), routes);
      assertNats(kept.losses, losses, tolerance, 'loss of the kept route');
    });
  }

  it('routers', async () => {
    const { model } = await client().open({ bundle, provider });
    for (const { router, routes, losses } of golden.routerRuns) {
      const name = model.routers[router]?.name ?? '';
      const analysis = await analyze(client(), of({ router: name }), 'router');
      const tokens = Array.from(analysis.tokens, (_, token) => token);
      assertNats(
        tokens.map((token) => analysis.ownLoss(token) ?? Number.NaN),
        losses.slice(0, tokens.length),
        tolerance,
        name,
      );
      assert.deepEqual(
        tokens.map((token) => analysis.routerRoute(token)),
        routes.slice(0, tokens.length).map((route) => route.map((module) => MODULES[module])),
      );
    }
  });
}

/** The range of the character to which a token belongs: a token that only continues one is empty itself. */
function characterOf(tokens: readonly Token[], index: number): { start: number; end: number } {
  const owner = tokens.slice(0, index + 1).findLast(({ start, end }) => start < end);
  return owner ?? assert.fail();
}

function moduleLists({ tables }: GoldenText): ModuleList[] {
  return [...new Map(tables.map(({ modules }) => [modules.join(), modules])).values()];
}

function isOf(modules: ModuleList) {
  return (entry: { readonly modules: ModuleList }): boolean =>
    entry.modules.join() === modules.join();
}

function routeLayers({ routerRuns }: GoldenText): number {
  return routerRuns[0]?.routes[0]?.length ?? 0;
}
