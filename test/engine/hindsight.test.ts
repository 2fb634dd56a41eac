import assert from 'node:assert/strict';
import type { EngineClient } from '../../src/client/engineClient';
import type { Analysis } from '../../src/core/analysis';
import type { Constraint } from '../../src/core/constraint';
import { LABELS } from '../../src/core/hindsight';
import type { Module, ModuleList } from '../../src/core/module';
import { oracleUnder } from '../../src/core/oracle';
import { sampleLabels } from '../../src/core/sampledLabels';
import type { AnalyzeRequest } from '../../src/protocol/engineApi';
import { ForwardReference } from './forwardReference';
import { predictorOf } from './predictorOf';
import { analyze, assertNats, engineClient, request, TINY } from './support';

/** Long enough for two windows of the tiny bundle, whose context is 32. */
const TEXT = 'A model does not know what comes next; it only expects, and is wrong.';
const LAYERS = 3;
const CONSTRAINT = {
  budget: 2,
  atMost: false,
  layers: ['auto', 'auto', 'auto'],
} satisfies Constraint;
const SELF = { kind: 'self', constraint: CONSTRAINT } as const;

describe('expected losses', () => {
  let client: EngineClient;
  let forward: ForwardReference;

  before(async () => {
    client = engineClient();
    forward = await ForwardReference.load(TINY);
  });

  after(async () => {
    client.dispose();
    await forward.release();
  });

  /** [routes] by running forward.onnx with each label in the token's place. */
  async function direct(
    analysis: Analysis,
    token: number,
    earlier: (token: number) => readonly Module[],
  ): Promise<number[]> {
    const { ids, position, routes } = predictorOf(analysis, token);
    const distribution = (await forward.distributions(ids, LAYERS))[position];
    assert.ok(distribution);
    const labels = new Int32Array(LABELS);
    sampleLabels(distribution, position, LABELS, labels);
    const losses: number[] = [];
    for (const route of analysis.table.space.all) {
      let sum = 0;
      for (const label of labels) {
        const read = [...ids.slice(0, position + 1), label];
        const run = await forward.run(read, routes(read.length, route, earlier));
        sum += run.losses[position] ?? Number.NaN;
      }
      losses.push(sum / LABELS);
    }
    return losses;
  }

  /** Of both windows, and of both ends of a block. */
  const TOKENS = [0, 7, 8, 30, 31, 45];

  for (const modules of [
    ['small', 'big'],
    ['skip', 'small', 'big'],
  ] satisfies ModuleList[]) {
    it(`are what forward.onnx says of labels that it draws itself, under ${modules.join()}`, async () => {
      const analysis = await analyze(client, request(TEXT, { modules }));
      assert.ok(analysis.windows.length > 1);
      const { expected = assert.fail() } = analysis;
      assert.equal(expected.knownCount, analysis.tokens.length);
      const big = new Array<Module>(LAYERS).fill('big');
      for (const token of modules.length === 2 ? TOKENS : TOKENS.slice(-1)) {
        const losses = await direct(analysis, token, () => big);
        assertNats(expected.row(token), losses, 1e-4, `token ${token}`);
      }
    });
  }

  it('are, in self context, those after the routes that were chosen before', async () => {
    const analysis = await analyze(client, request(TEXT, { context: SELF }));
    const { table, expected = assert.fail() } = analysis;
    const { routes } = oracleUnder(table, CONSTRAINT);
    for (const token of TOKENS) {
      const losses = await direct(analysis, token, (earlier) =>
        table.space.modulesOf(routes[earlier] ?? -1),
      );
      assertNats(expected.row(token), losses, 1e-4, `token ${token}`);
    }
  });

  const contexts: AnalyzeRequest['context'][] = [{ kind: 'big' }, SELF];
  for (const context of contexts) {
    it(`are the same when only a part is selected, in ${context.kind} context`, async () => {
      const whole = await analyze(client, request(TEXT, { context }));
      const selection = { start: 40, end: 55 };
      const part = await analyze(client, request(TEXT, { context, selection }));
      const first = part.tokens.at(0)?.index ?? 0;
      assert.ok(first > 0);
      for (const row of Array.from(part.tokens, (_, row) => row)) {
        const losses = whole.expected?.row(first + row) ?? assert.fail();
        assertNats(part.expected?.row(row) ?? [], losses, 1e-5, `row ${row}`);
      }
    });
  }
});
