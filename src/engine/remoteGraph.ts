import { Worker } from 'node:worker_threads';
import { RpcClient } from '../protocol/rpcClient';
import type { GraphOptions, Input, Inputs, RunnableGraph } from './graph';
import type { GraphWorkerApi } from './graphWorkerApi';
import { Outputs } from './outputs';
import { threadPort } from './threadPort';

/** A graph in a thread of its own. Runs must come one at a time. */
export class RemoteGraph implements RunnableGraph {
  private readonly worker: Worker;
  private readonly rpc: RpcClient<GraphWorkerApi>;
  private names: readonly string[] = [];
  /** What the other thread has, by the input's name. */
  private readonly sent = new Map<string, Input['data']>();

  /** `entry`: the built graphWorker. */
  constructor(entry: string) {
    this.worker = new Worker(entry);
    // A thread that fails leaves an engine that cannot answer: whoever started the engine starts another one.
    this.worker.on('error', (error) => {
      throw error;
    });
    this.rpc = new RpcClient(threadPort(this.worker), {
      log: (line) => {
        console.error(line);
      },
      // No call is ever cancelled.
      patienceMs: 0,
      onStuck: () => undefined,
    });
  }

  /** Replaces the graph that was loaded. Throws Failure('provider'). */
  async load(file: string, options: GraphOptions): Promise<void> {
    this.sent.clear();
    this.names = (await this.rpc.call('load', { file, options })).inputs;
  }

  takes(input: string): boolean {
    return this.names.includes(input);
  }

  /** An array that the last run was fed too is not sent again, so it must not have been changed. */
  async run(inputs: Inputs, outputs: readonly string[]): Promise<Outputs> {
    const changed = Object.entries(inputs).filter(
      ([name, { data }]) => this.sent.get(name) !== data,
    );
    for (const [name, { data }] of changed) this.sent.set(name, data);
    const request = { inputs: Object.fromEntries(changed), outputs };
    return new Outputs(await this.rpc.call('run', request));
  }

  /** Drops the graph and keeps the thread. */
  async release(): Promise<void> {
    this.sent.clear();
    await this.rpc.call('release', null);
  }

  /** Ends the thread, which must not be running: onnxruntime would take the whole process with it. */
  async end(): Promise<void> {
    await this.rpc.idle();
    await this.release();
    await this.worker.terminate();
  }
}
