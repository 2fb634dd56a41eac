import path from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { MODULES, type Module } from '../../src/core/module';

/** Runs a bundle's `forward.onnx` directly, as anyone who checks the engine would. */
export class ForwardReference {
  private constructor(private readonly session: InferenceSession) {}

  static async load(bundle: string): Promise<ForwardReference> {
    return new ForwardReference(await InferenceSession.create(path.join(bundle, 'forward.onnx')));
  }

  /** [positions] the loss of every next token, nats; `ids` begins with BOS, `routes` has one route per position. */
  async losses(
    ids: readonly number[],
    routes: readonly (readonly Module[])[],
  ): Promise<Float32Array> {
    const choices = routes.flat().map((module) => BigInt(MODULES.indexOf(module)));
    const layers = choices.length / ids.length;
    const { loss } = await this.session.run(
      {
        input_ids: new Tensor('int64', BigInt64Array.from(ids, BigInt), [1, ids.length]),
        routes: new Tensor('int64', BigInt64Array.from(choices), [1, ids.length, layers]),
        router: new Tensor('int64', BigInt64Array.of(0n), [1]),
      },
      ['loss'],
    );
    return loss?.data as Float32Array;
  }

  async release(): Promise<void> {
    await this.session.release();
  }
}
