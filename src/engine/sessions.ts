import path from 'node:path';
import type { OracleGraph, RoutesGraph } from '../core/bundleFormat';
import type { ProviderChoice, ProviderReport } from '../protocol/engineApi';
import type { Bundle } from './bundle';
import { Graph, type GraphOptions } from './graph';
import { GraphCrew } from './graphCrew';
import { loadRuntime, type Runtime } from './runtime';
import { crewFor, usableCores } from './threads';

/** The built graphWorker, which lies beside the built engine. */
const WORKER = path.join(__dirname, 'graphWorker.js');

interface LoadedOracle {
  readonly file: string;
  readonly graph: Graph | GraphCrew;
  /** Rejects with Failure: 'bundle' or 'provider'. */
  readonly loaded: Promise<void>;
}

/**
 * The loaded graphs of one bundle on one provider. Each takes tens of megabytes, and sessions do not share
 * weights: so of the oracle graphs only the last used one stays loaded.
 */
export class Sessions {
  private oracle: LoadedOracle | undefined;
  private routes: Graph | undefined;

  private constructor(
    private readonly bundle: Bundle,
    private readonly runtime: Runtime,
    readonly forward: Graph,
    readonly report: ProviderReport,
    private readonly crew: GraphCrew,
    private readonly tellsPlacement: boolean,
  ) {}

  /** Loads the forward graph. Throws Failure('provider'). */
  static async create(
    bundle: Bundle,
    choice: ProviderChoice,
    { tellsPlacement = false } = {},
  ): Promise<Sessions> {
    const runtime = await loadRuntime();
    const threads = usableCores();
    const provider = choice === 'auto' ? 'cpu' : choice;
    const file = bundle.path(bundle.manifest.graphs.forward);
    // Windows are long, differ in length and come seldom: what a run of one takes is given back.
    const options = { provider, threads, keepsMemory: false, tellsPlacement };
    const newCrew = (): GraphCrew => new GraphCrew(WORKER, crewFor(provider, threads).sessions);
    // A driver may hang, so that threads that watch over this one come first; else they would only take its processor.
    const watching = provider === 'cpu' ? undefined : newCrew();
    const forward = await Graph.load(runtime, file, options).catch(async (error: unknown) => {
      await watching?.end();
      throw error;
    });
    const crew = watching ?? newCrew();
    const report = { provider, threads, rejected: [] };
    return new Sessions(bundle, runtime, forward, report, crew, tellsPlacement);
  }

  /** The graph for a module list, one run at a time. Throws Failure: 'bundle' or 'provider'. */
  async oracleGraph({ file }: OracleGraph): Promise<Graph> {
    const { oracle } = this;
    if (oracle?.file === file && oracle.graph instanceof Graph) return oracle.graph;
    await this.dropOracle();
    const graph = await this.load(file);
    this.oracle = { file, graph, loaded: Promise.resolve() };
    return graph;
  }

  /** The graph for a module list, as many runs at a time as suit the machine. Throws Failure: 'bundle' or 'provider'. */
  async oracleCrew({ file }: OracleGraph): Promise<GraphCrew> {
    const { crew } = this;
    if (this.oracle?.file !== file || this.oracle.graph !== crew) {
      await this.dropOracle();
      const { provider, threads } = this.report;
      const options = { ...this.options(), threads: crewFor(provider, threads).threads };
      const loaded = this.bundle.verify().then(() => crew.load(this.bundle.path(file), options));
      this.oracle = { file, graph: crew, loaded };
    }
    const { oracle } = this;
    try {
      await oracle.loaded;
    } catch (error) {
      // The next one who asks for it tries again.
      if (this.oracle === oracle) this.oracle = undefined;
      throw error;
    }
    return crew;
  }

  /** Throws Failure: 'bundle' or 'provider'. */
  async routesGraph({ file }: RoutesGraph): Promise<Graph> {
    return (this.routes ??= await this.load(file));
  }

  async release(): Promise<void> {
    await this.forward.release();
    await this.dropOracle();
    await this.routes?.release();
    await this.crew.end();
  }

  /** A file may have changed since the bundle was checked. */
  private async load(file: string): Promise<Graph> {
    await this.bundle.verify();
    return await Graph.load(this.runtime, this.bundle.path(file), this.options());
  }

  private options(): GraphOptions {
    const { provider, threads } = this.report;
    return { provider, threads, keepsMemory: true, tellsPlacement: this.tellsPlacement };
  }

  private async dropOracle(): Promise<void> {
    const { oracle } = this;
    if (oracle === undefined) return;
    this.oracle = undefined;
    await Promise.allSettled([oracle.loaded]);
    await oracle.graph.release();
  }
}
