import assert from 'node:assert/strict';
import path from 'node:path';
import type { EngineClient } from '../../src/client/engineClient';
import { trialProcesses } from '../../src/client/trialProcess';
import type { ModuleList } from '../../src/core/module';
import type { Search } from '../../src/core/search';
import type { Provider } from '../../src/protocol/engineApi';
import { objection, TOLERANCE } from '../../src/providers/verdict';
import { readGolden } from '../engine/golden';
import { itComputesGoldenValues } from '../engine/goldenTests';
import { analyze, engineClient, ENGINE, GROUPED, request, ROOT, TINY } from '../engine/support';

const FOREIGN = path.join(ROOT, 'test', 'fixtures', 'foreign-duo');
const THREE: ModuleList = ['skip', 'small', 'big'];
const TEXT = 'Some words are easy to guess, and others are not.\n';
/** A driver in software compiles kernels for long. */
const PATIENCE_MS = 300_000;

const tryProvider = trialProcesses({ entry: ENGINE, patienceMs: PATIENCE_MS });
const never = new AbortController().signal;

/** Run where WebGPU works: see test/host/softwareVulkan.ts. */
describe('WebGPU', function () {
  this.timeout(PATIENCE_MS);

  let client: EngineClient;

  before(() => {
    client = engineClient();
  });

  after(() => {
    client.dispose();
  });

  const [golden = assert.fail()] = readGolden('tiny.json').texts;
  const tables = golden.tables.filter(
    // Each position is a run of its own here, and each list compiles kernels of its own.
    ({ position, modules }) => position % 10 === 0 && modules.join() !== 'skip,big',
  );
  assert.ok(tables.length > 0);
  describe('computes what PyTorch computed', () => {
    itComputesGoldenValues({ ...golden, tables }, TINY, 'webgpu', () => client);
  });

  async function table(
    bundle: string,
    provider: Provider,
    modules: ModuleList,
    search: Search,
  ): Promise<number[]> {
    const { table, tokens } = await analyze(
      client,
      request(TEXT, { bundle, provider, modules, search }),
    );
    return Array.from(tokens).flatMap((_, token) => [...table.row(token)]);
  }

  for (const [bundle, modules, search] of [
    [TINY, THREE, 'beam'],
    [GROUPED, THREE, 'exact'],
    // Written by others, without a thought of GPUs.
    [FOREIGN, ['small', 'big'], 'exact'],
  ] as const) {
    it(`agrees with the CPU on ${path.basename(bundle)}, ${modules.join()}, ${search}`, async () => {
      const expected = await table(bundle, 'cpu', modules, search);
      const losses = await table(bundle, 'webgpu', modules, search);
      assert.equal(losses.length, expected.length);
      assert.ok(losses.some((loss) => loss > 0));
      for (const [at, loss] of losses.entries()) {
        const other = expected[at] ?? assert.fail();
        // No number stands where a beam did not look.
        const agrees = Number.isNaN(other)
          ? Number.isNaN(loss)
          : Math.abs(loss - other) < TOLERANCE;
        assert.ok(agrees, `${loss} instead of ${other} at ${at}`);
      }
    });
  }

  it('is found right in a trial, and runs all that is large itself', async () => {
    const cpu = await tryProvider(TINY, 'cpu', never);
    const webgpu = await tryProvider(TINY, 'webgpu', never);
    assert.ok(cpu.kind === 'ran' && webgpu.kind === 'ran', JSON.stringify(webgpu));
    const fast = { ...webgpu.trial, millisecondsPerToken: 0 };
    assert.equal(objection(fast, cpu.trial), undefined);
    const { leftToCpu = '' } = webgpu;
    // Of the forward graph, which runs once for a window. An oracle graph has the logits of all routes.
    assert.match(leftToCpu, /^\d+ of its \d+ operators run on the CPU: .*\b1 LogSoftmax\b/);
    assert.doesNotMatch(leftToCpu, /MatMul|Gemm| Softmax|GatherElements|ArgMax|ReduceSum/);
  });
});
