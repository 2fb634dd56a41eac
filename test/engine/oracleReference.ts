import assert from 'node:assert/strict';
import type { Dimensions } from '../../src/core/bundleFormat';
import type { ModuleList } from '../../src/core/module';
import { blockGraph } from '../../src/engine/analysisPlan';
import { Bundle } from '../../src/engine/bundle';
import { ForwardPass } from '../../src/engine/forwardPass';
import { Graph } from '../../src/engine/graph';
import { KeyValues } from '../../src/engine/keyValues';
import { OracleRunner } from '../../src/engine/oracleRunner';
import { loadRuntime } from '../../src/engine/runtime';
import type { Provider } from '../../src/protocol/engineApi';

/** The engine's own parts without the engine around them: to ask an oracle graph about labels that nobody drew. */
export class OracleReference {
  private constructor(
    private readonly forward: Graph,
    private readonly graph: Graph,
    private readonly positions: number,
    private readonly dimensions: Dimensions,
  ) {}

  /** With the graph of the module list that *big* context takes. */
  static async load(
    folder: string,
    modules: ModuleList,
    provider: Provider,
  ): Promise<OracleReference> {
    const bundle = await Bundle.read(folder);
    const { graphs, dimensions } = bundle.manifest;
    const oracle = blockGraph(graphs.oracles, modules, provider);
    assert.ok(oracle);
    const runtime = await loadRuntime();
    const load = (file: string): Promise<Graph> =>
      Graph.load(runtime, bundle.path(file), { provider, threads: 1, keepsMemory: true });
    return new OracleReference(
      await load(graphs.forward),
      await load(oracle.file),
      oracle.positions,
      dimensions,
    );
  }

  /** [routes] the losses of predictor `position` in *big* context, were `label` its next token. `ids` begins with BOS. */
  async lossesOf(ids: readonly number[], position: number, label: number): Promise<Float32Array> {
    const { forward, graph, positions, dimensions } = this;
    const tokens = Int32Array.from(ids);
    const big = await new ForwardPass(forward, dimensions).big(tokens);
    const first = Math.max(0, Math.min(position, ids.length - positions));
    const keyValues = KeyValues.of(big, dimensions, first + positions);
    const labels = {
      perPosition: 1,
      block: () => new Int32Array(positions).fill(label),
    };
    const runner = new OracleRunner(graph, positions);
    const { expected } = await runner.run(tokens, first, keyValues, labels);
    assert.ok(expected);
    const routes = expected.length / positions;
    return expected.slice((position - first) * routes, (position - first + 1) * routes);
  }

  async release(): Promise<void> {
    await this.forward.release();
    await this.graph.release();
  }
}
