import type { OracleGraph, RoutesGraph } from '../core/bundleFormat';
import { Failure } from '../core/failure';
import type { Provider, ProviderChoice, ProviderReport } from '../protocol/engineApi';
import type { Bundle } from './bundle';
import { checkpoint } from './checkpoint';
import { Graph } from './graph';
import { candidates, obstacle } from './providers';
import { loadRuntime, type Runtime } from './runtime';
import { usableCores } from './threads';

/**
 * The loaded graphs of one bundle on one provider. Each takes tens of megabytes, and sessions do not share
 * weights: so of the oracle graphs only the last used one stays loaded.
 */
export class Sessions {
  private oracle: { readonly file: string; readonly graph: Graph } | undefined;
  private routes: Graph | undefined;

  private constructor(
    private readonly bundle: Bundle,
    private readonly runtime: Runtime,
    readonly forward: Graph,
    readonly report: ProviderReport,
  ) {}

  /** Loads the forward graph on the first provider that can. Throws Failure('provider'), or 'cancelled' between two tries. */
  static async create(
    bundle: Bundle,
    choice: ProviderChoice,
    signal: AbortSignal,
  ): Promise<Sessions> {
    const runtime = await loadRuntime();
    const threads = usableCores();
    const rejected: { provider: Provider; reason: string }[] = [];
    for (const provider of candidates(choice)) {
      const reason = obstacle(provider);
      if (reason !== undefined) {
        rejected.push({ provider, reason });
        continue;
      }
      await checkpoint(signal);
      try {
        const file = bundle.path(bundle.manifest.graphs.forward);
        const forward = await Graph.load(runtime, file, provider, threads);
        return new Sessions(bundle, runtime, forward, { provider, threads, rejected });
      } catch (error) {
        rejected.push({ provider, reason: `onnxruntime refused it: ${message(error)}.` });
      }
    }
    const reasons = rejected.map(({ provider, reason }) => `${provider}: ${reason}`).join(' ');
    throw new Failure(
      'provider',
      `The model cannot be run. ${reasons} Choose another provider in the settings, such as auto or cpu.`,
    );
  }

  /** The graph for a module list. Throws Failure('provider'). */
  async oracleGraph({ file }: OracleGraph): Promise<Graph> {
    if (this.oracle?.file !== file) {
      await this.oracle?.graph.release();
      this.oracle = undefined;
      this.oracle = { file, graph: await this.load(file) };
    }
    return this.oracle.graph;
  }

  /** Throws Failure('provider'). */
  async routesGraph({ file }: RoutesGraph): Promise<Graph> {
    return (this.routes ??= await this.load(file));
  }

  private async load(file: string): Promise<Graph> {
    const { provider, threads } = this.report;
    try {
      return await Graph.load(this.runtime, this.bundle.path(file), provider, threads);
    } catch (cause) {
      const problem = `onnxruntime could not load ${file} on ${provider}: ${message(cause)}.`;
      throw new Failure('provider', problem, { cause });
    }
  }

  async release(): Promise<void> {
    await this.forward.release();
    await this.oracle?.graph.release();
    await this.routes?.release();
  }
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
