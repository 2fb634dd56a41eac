import type { GraphOptions, Inputs, RunnableGraph } from './graph';
import type { Outputs } from './outputs';
import { RemoteGraph } from './remoteGraph';

/**
 * The same graph in several threads, each with a session of its own: operators that end with all threads waiting for the last
 * cost a session of many threads a tenth of its rate, and sessions do not wait for each other.
 */
export class GraphCrew implements RunnableGraph {
  private readonly graphs: readonly RemoteGraph[];
  private readonly free: RemoteGraph[];
  private readonly waiting: ((graph: RemoteGraph) => void)[] = [];

  /** `entry`: the built graphWorker. */
  constructor(
    entry: string,
    /** How many runs go on at once. */
    readonly size: number,
  ) {
    this.graphs = Array.from({ length: size }, () => new RemoteGraph(entry));
    this.free = [...this.graphs];
  }

  /** Replaces the graph that was loaded; nothing may be running. Throws Failure('provider'). */
  async load(file: string, options: GraphOptions): Promise<void> {
    await Promise.all(this.graphs.map((graph) => graph.load(file, options)));
  }

  takes(input: string): boolean {
    return this.graphs.every((graph) => graph.takes(input));
  }

  /** In the next free thread. Arrays that are fed again must not have been changed. */
  async run(inputs: Inputs, outputs: readonly string[]): Promise<Outputs> {
    const graph = await this.nextFree();
    try {
      return await graph.run(inputs, outputs);
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.free.push(graph);
      else next(graph);
    }
  }

  /** Drops the graph and keeps the threads. */
  async release(): Promise<void> {
    await Promise.all(this.graphs.map((graph) => graph.release()));
  }

  /** Waits for what is running, and ends the threads. */
  async end(): Promise<void> {
    await Promise.all(this.graphs.map((graph) => graph.end()));
  }

  private async nextFree(): Promise<RemoteGraph> {
    return (
      this.free.pop() ??
      (await new Promise((resolve) => {
        this.waiting.push(resolve);
      }))
    );
  }
}
