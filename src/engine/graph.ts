import path from 'node:path';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { Failure } from '../core/failure';
import type { Provider } from '../protocol/engineApi';
import { Outputs, type OutputData } from './outputs';
import type { Runtime } from './runtime';

export interface Input {
  readonly data: Float32Array | BigInt64Array;
  readonly shape: readonly number[];
}

export type Inputs = Readonly<Record<string, Input>>;

/** How a graph is loaded. */
export interface GraphOptions {
  readonly provider: Provider;
  readonly threads: number;
  /**
   * Whether the session keeps the memory of a run for the next one. That makes runs that follow each other faster, and costs
   * tens of megabytes between runs that do not.
   */
  readonly keepsMemory: boolean;
  /** Loading it says on standard error which operator runs on which provider, among much else. */
  readonly tellsPlacement?: boolean;
}

/** onnxruntime's number for saying everything. */
const VERBOSE = 0;

/** What can be run: here, or in a thread of its own. */
export interface RunnableGraph {
  takes(input: string): boolean;
  /** Returns the named outputs. Throws Failure('provider'). */
  run(inputs: Inputs, outputs: readonly string[]): Promise<Outputs>;
}

/** One ONNX graph, loaded and ready to run in this thread. */
export class Graph implements RunnableGraph {
  private constructor(
    private readonly runtime: Runtime,
    private readonly session: InferenceSession,
    private readonly name: string,
  ) {}

  /**
   * Loads a graph from its path, beside which onnxruntime finds the weights. Throws Failure('provider').
   */
  static async load(
    runtime: Runtime,
    file: string,
    { provider, threads, keepsMemory, tellsPlacement = false }: GraphOptions,
  ): Promise<Graph> {
    const name = path.basename(file);
    try {
      const session = await runtime.InferenceSession.create(file, {
        executionProviders: [provider],
        intraOpNumThreads: threads,
        enableCpuMemArena: keepsMemory,
        // A plan of the memory for each shape: of use where memory is taken anew for every run, then in one piece.
        enableMemPattern: !keepsMemory,
        ...(tellsPlacement && { logSeverityLevel: VERBOSE }),
        // A moment's wait for the next operator is shorter than falling asleep and being woken. Between two blocks, and in the
        // sessions that are not running, threads should sleep rather than burn a core.
        extra: { session: { intra_op: { allow_spinning: '1', spin_duration_us: '100' } } },
      });
      return new Graph(runtime, session, name);
    } catch (cause) {
      throw failure(`load ${name} on ${provider}`, cause);
    }
  }

  get inputs(): readonly string[] {
    return this.session.inputNames;
  }

  takes(input: string): boolean {
    return this.session.inputNames.includes(input);
  }

  gives(output: string): boolean {
    return this.session.outputNames.includes(output);
  }

  /** Blocks the thread meanwhile. Throws Failure('provider'). */
  async run(inputs: Inputs, outputs: readonly string[]): Promise<Outputs> {
    return new Outputs(await this.data(inputs, outputs));
  }

  /** The same as plain data, for another thread. */
  async data(inputs: Inputs, outputs: readonly string[]): Promise<OutputData> {
    const { Tensor } = this.runtime;
    const feeds: Record<string, Tensor> = {};
    for (const [name, { data, shape }] of Object.entries(inputs)) {
      feeds[name] =
        data instanceof Float32Array
          ? new Tensor('float32', data, shape)
          : new Tensor('int64', data, shape);
    }
    try {
      const tensors = await this.session.run(feeds, outputs);
      return Object.fromEntries(Object.entries(tensors).map(([name, { data }]) => [name, data]));
    } catch (cause) {
      throw failure(`run ${this.name}`, cause);
    }
  }

  async release(): Promise<void> {
    await this.session.release();
  }
}

function failure(what: string, cause: unknown): Failure {
  const message = (cause instanceof Error ? cause.message : String(cause)).replace(/\.$/, '');
  return new Failure('provider', `onnxruntime could not ${what}: ${message}.`, { cause });
}

export function floats(data: Float32Array, ...shape: number[]): Input {
  return { data, shape };
}

export function integers(data: ArrayLike<number>, ...shape: number[]): Input {
  return { data: BigInt64Array.from(data as number[], BigInt), shape };
}
