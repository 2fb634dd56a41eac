import assert from 'node:assert/strict';
import path from 'node:path';
import fc from 'fast-check';
import type { EngineClient } from '../../src/client/engineClient';
import type { Analysis } from '../../src/core/analysis';
import type { Constraint } from '../../src/core/constraint';
import type { Module, ModuleList } from '../../src/core/module';
import { oracleUnder } from '../../src/core/oracle';
import type { AnalyzeRequest } from '../../src/protocol/engineApi';
import { ForwardReference } from './forwardReference';
import { predictorOf } from './predictorOf';
import { analyze, assertNats, engineClient, GROUPED, request, TINY } from './support';

/** Long enough for several windows of the tiny bundle, whose context is 32. */
const TEXT = `The reader’s café is open.\r\n\tfor (let i = 0; i < 10; i++) { total += i; } // 😀 naïve
Nothing here is longer than it must be, but it has to be longer than one window of the model.`;

/** Bundles of different layouts, and what is asked of them. */
interface Case {
  readonly bundle: string;
  readonly constraint: Constraint;
  readonly router: string;
}

const CASES: readonly Case[] = [
  {
    bundle: TINY,
    constraint: { budget: 1, atMost: true, layers: ['auto', 'auto', 'small'] },
    router: 'tiny-three',
  },
  {
    bundle: GROUPED,
    constraint: { budget: 1, atMost: true, layers: ['auto', 'auto'] },
    router: 'grouped-three',
  },
];

for (const { bundle, constraint, router } of CASES) {
  describe(`documents longer than the context of ${path.basename(bundle)}`, () => {
    longerThanContext(bundle, constraint, router);
  });
}

function longerThanContext(bundle: string, constraint: Constraint, router: string): void {
  let client: EngineClient;
  let forward: ForwardReference;

  before(async () => {
    client = engineClient();
    forward = await ForwardReference.load(bundle);
  });

  after(async () => {
    client.dispose();
    await forward.release();
  });

  /** The loss of a token under a route, when the positions before its predictor, in its window, took `earlier`. */
  async function direct(
    analysis: Analysis,
    token: number,
    route: number,
    earlier: (token: number) => readonly Module[],
  ): Promise<number> {
    const { ids, position, routes } = predictorOf(analysis, token);
    const run = await forward.run(ids, routes(ids.length, route, earlier));
    return run.losses[position] ?? Number.NaN;
  }

  for (const modules of [
    ['small', 'big'],
    ['skip', 'small', 'big'],
  ] satisfies ModuleList[]) {
    it(`big context: the table of ${modules.join()} is what forward.onnx says`, async () => {
      const analysis = await analyze(client, request(TEXT, { bundle, modules }));
      assert.ok(analysis.windows.length > 3);
      const big = new Array<Module>(constraint.layers.length).fill('big');
      for (const { index } of analysis.tokens) {
        const route = (index * 7) % analysis.table.space.count;
        const expected = await direct(analysis, index, route, () => big);
        assertNats([analysis.table.loss(index, route)], [expected], 1e-4, `token ${index}`);
      }
    });
  }

  it('self context: later windows go on along the routes chosen before', async () => {
    const asked = request(TEXT, { bundle, context: { kind: 'self', constraint } });
    const analysis = await analyze(client, asked);
    const { space } = analysis.table;
    const { routes } = oracleUnder(analysis.table, constraint);
    for (const { index } of analysis.tokens) {
      const route = (index * 5) % space.count;
      const expected = await direct(analysis, index, route, (token) =>
        space.modulesOf(routes[token] ?? -1),
      );
      assertNats([analysis.table.loss(index, route)], [expected], 1e-4, `token ${index}`);
    }
  });

  const contexts: AnalyzeRequest['context'][] = [{ kind: 'big' }, { kind: 'self', constraint }];
  for (const context of contexts) {
    it(`a selection has the rows of the whole document, in ${context.kind} context`, async () => {
      const whole = await analyze(client, request(TEXT, { bundle, context, router }));
      const range = fc.tuple(fc.nat(TEXT.length), fc.nat(TEXT.length));
      const check = fc.asyncProperty(range, async ([a, b]) => {
        const selection = { start: Math.min(a, b), end: Math.max(a, b) };
        const part = await analyze(client, request(TEXT, { bundle, context, router, selection }));
        assert.deepEqual(
          [...part.tokens].filter(({ start, end }) => start < end),
          [...whole.tokens].filter(
            ({ start, end }) =>
              start < selection.end &&
              end > selection.start &&
              start < end &&
              selection.start < selection.end,
          ),
        );
        for (const [row, token] of [...part.tokens].entries()) {
          assert.deepEqual(token, whole.tokens.at(token.index));
          const expected = whole.table.row(token.index);
          assertNats(part.table.row(row), expected, 1e-5, `token ${token.index}`);
          assert.deepEqual(part.routerRoute(row), whole.routerRoute(token.index));
          const [own, wholeOwn] = [part.ownLoss(row) ?? NaN, whole.ownLoss(token.index) ?? NaN];
          assertNats([own], [wholeOwn], 1e-5, `own loss of token ${token.index}`);
          assert.deepEqual(
            part.predictions(row).map(({ id }) => id),
            whole.predictions(token.index).map(({ id }) => id),
          );
        }
      });
      await fc.assert(check, { numRuns: 15 });
    });
  }
}
