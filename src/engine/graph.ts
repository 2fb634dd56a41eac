import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { Failure } from '../core/failure';
import type { Provider } from '../protocol/engineApi';
import type { Runtime } from './runtime';

export interface Input {
  readonly data: Float32Array | BigInt64Array;
  readonly shape: readonly number[];
}

export type Inputs = Readonly<Record<string, Input>>;

/** One ONNX graph, loaded and ready to run. */
export class Graph {
  private constructor(
    private readonly runtime: Runtime,
    private readonly session: InferenceSession,
    private readonly file: string,
  ) {}

  /**
   * Loads a graph from its path, beside which onnxruntime finds the weights. Throws onnxruntime's own error: whether it is a
   * failure depends on what else can be tried.
   */
  static async load(
    runtime: Runtime,
    file: string,
    provider: Provider,
    threads: number,
  ): Promise<Graph> {
    const session = await runtime.InferenceSession.create(file, {
      executionProviders: [provider],
      intraOpNumThreads: threads,
      // A moment's wait for the next operator is shorter than falling asleep and being woken. Between two blocks, and in the
      // sessions that are not running, threads should sleep rather than burn a core.
      extra: { session: { intra_op: { allow_spinning: '1', spin_duration_us: '100' } } },
    });
    return new Graph(runtime, session, file);
  }

  takes(input: string): boolean {
    return this.session.inputNames.includes(input);
  }

  gives(output: string): boolean {
    return this.session.outputNames.includes(output);
  }

  /** Runs the graph and returns the named outputs. Blocks the thread meanwhile. Throws Failure('provider'). */
  async run(inputs: Inputs, outputs: readonly string[]): Promise<Outputs> {
    const { Tensor } = this.runtime;
    const feeds: Record<string, Tensor> = {};
    for (const [name, { data, shape }] of Object.entries(inputs)) {
      feeds[name] =
        data instanceof Float32Array
          ? new Tensor('float32', data, shape)
          : new Tensor('int64', data, shape);
    }
    try {
      return new Outputs(await this.session.run(feeds, outputs));
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause);
      throw new Failure('provider', `onnxruntime could not run ${this.file}: ${message}.`, {
        cause,
      });
    }
  }

  async release(): Promise<void> {
    await this.session.release();
  }
}

/** What a run returned. */
export class Outputs {
  constructor(private readonly tensors: InferenceSession.ReturnType) {}

  floats(name: string): Float32Array {
    const data = this.tensors[name]?.data;
    if (!(data instanceof Float32Array))
      throw new Error(`The graph has no float32 output ${name}.`);
    return data;
  }

  integers(name: string): BigInt64Array {
    const data = this.tensors[name]?.data;
    if (!(data instanceof BigInt64Array)) throw new Error(`The graph has no int64 output ${name}.`);
    return data;
  }
}

export function floats(data: Float32Array, ...shape: number[]): Input {
  return { data, shape };
}

export function integers(data: ArrayLike<number>, ...shape: number[]): Input {
  return { data: BigInt64Array.from(data as number[], BigInt), shape };
}
