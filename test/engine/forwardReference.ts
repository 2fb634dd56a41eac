import path from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { MODULES, type LayerConstraint, type Module } from '../../src/core/module';

const BIG = MODULES.indexOf('big');

/** What `forward.onnx` says of every position. */
export interface ForwardRun {
  /** [positions] the loss of every next token, nats. */
  readonly losses: Float32Array;
  /** [positions, layers] */
  readonly taken: readonly (readonly Module[])[];
}

/** Runs a bundle's `forward.onnx` directly, as anyone who checks the engine would. */
export class ForwardReference {
  private constructor(private readonly session: InferenceSession) {}

  static async load(bundle: string): Promise<ForwardReference> {
    return new ForwardReference(await InferenceSession.create(path.join(bundle, 'forward.onnx')));
  }

  /** `ids` begins with BOS; `routes` has an entry per position and layer: the router of that number decides where it is `auto`. */
  async run(
    ids: readonly number[],
    routes: readonly (readonly LayerConstraint[])[],
    router = 0,
  ): Promise<ForwardRun> {
    // `auto` is no module: its number is -1, which the graph takes as a question to the router.
    const choices = routes.flat().map((wanted) => MODULES.findIndex((module) => module === wanted));
    const layers = choices.length / ids.length;
    const { loss, routes_taken } = await this.session.run(feeds(ids, choices, router), [
      'loss',
      'routes_taken',
    ]);
    const numbers = Array.from(routes_taken?.data as BigInt64Array, Number);
    return {
      losses: loss?.data as Float32Array,
      taken: ids.map((_, position) =>
        numbers
          .slice(position * layers, (position + 1) * layers)
          .map((number) => MODULES[number] ?? 'skip'),
      ),
    };
  }

  /** [positions, vocabulary] the log-probabilities of all next tokens, every position all big. */
  async distributions(ids: readonly number[], layers: number): Promise<Float32Array[]> {
    const allBig = new Array<number>(ids.length * layers).fill(BIG);
    const { logprobs } = await this.session.run(feeds(ids, allBig, 0), ['logprobs']);
    const all = logprobs?.data as Float32Array;
    const vocabulary = all.length / ids.length;
    return ids.map((_, at) => all.subarray(at * vocabulary, (at + 1) * vocabulary));
  }

  async release(): Promise<void> {
    await this.session.release();
  }
}

/** `choices` is [positions, layers]. */
function feeds(
  ids: readonly number[],
  choices: readonly number[],
  router: number,
): InferenceSession.FeedsType {
  const shape = [1, ids.length];
  return {
    input_ids: new Tensor('int64', BigInt64Array.from(ids, BigInt), shape),
    routes: new Tensor('int64', BigInt64Array.from(choices, BigInt), [
      ...shape,
      choices.length / ids.length,
    ]),
    router: new Tensor('int64', BigInt64Array.of(BigInt(router)), [1]),
  };
}
