import { attentionCount, type Dimensions } from '../core/bundleFormat';
import { MODULES } from '../core/module';
import type { RouteSpace } from '../core/routes';
import type { ForwardPass } from './forwardPass';
import { KeyValues } from './keyValues';
import type { Labels } from './labels';
import type { LossRows } from './lossRows';
import type { OracleRunner } from './oracleRunner';
import type { Outputs } from './outputs';
import type { WindowTokens } from './windowTokens';

/**
 * The loss table in *self* context: left to right, every position keeps the route that is best for the token it predicts
 * among the admissible ones, and later positions see the keys and values that it makes on that route.
 *
 * Windows must come in document order, without gaps. In a later window, the positions of the context half take the routes
 * chosen for the same predicted tokens in the window before.
 */
export class SelfContext {
  /** [tokens, layers] index into MODULES, of the route chosen for each token of the document so far. */
  private readonly chosen: Int8Array;

  constructor(
    /** Of one position. */
    private readonly oracle: OracleRunner,
    private readonly forward: ForwardPass,
    private readonly space: RouteSpace,
    /** Ascending; not empty. */
    private readonly admissible: Int32Array,
    private readonly dimensions: Dimensions,
    tokenCount: number,
  ) {
    this.chosen = new Int8Array(tokenCount * dimensions.layers);
  }

  /** The rows of the window's scored tokens, one by one. */
  async *losses(window: WindowTokens, labels: Labels | undefined): AsyncGenerator<LossRows> {
    let keyValues = await this.context(window);
    for (let token = window.scoreFrom; token < window.end; token++) {
      const position = token - window.start;
      if (!keyValues.hasRoomFor(position + 1)) keyValues = keyValues.enlarged(position + 1);
      const { losses, expected, outputs } = await this.oracle.run(
        window.ids,
        position,
        keyValues,
        labels,
        this.nodeOutputs(),
      );
      this.keep(token, position, this.best(losses), outputs, keyValues);
      yield { first: token, losses, expected };
    }
  }

  /** Keys and values of the positions before the first scored token's. */
  private async context({ ids, start, scoreFrom }: WindowTokens): Promise<KeyValues> {
    const { layers } = this.dimensions;
    const known = scoreFrom - start;
    if (known === 0) return KeyValues.empty(this.dimensions, 1);
    const routes = this.chosen.slice(start * layers, scoreFrom * layers);
    return KeyValues.of(
      await this.forward.along(ids.slice(0, known), routes),
      this.dimensions,
      known + 1,
    );
  }

  private best(losses: Float32Array): number {
    return this.admissible.reduce((best, route) =>
      (losses[route] ?? Infinity) < (losses[best] ?? Infinity) ? route : best,
    );
  }

  /**
   * An attention's key and value depend on the choices made below it, one for each layer that has begun: they are those of
   * node `route mod M^choices`.
   */
  private keep(
    token: number,
    position: number,
    route: number,
    outputs: Outputs,
    keyValues: KeyValues,
  ): void {
    const { layers, stages, keyValueHeads, headWidth } = this.dimensions;
    const channels = keyValueHeads * headWidth;
    for (let attention = 0; attention < attentionCount(this.dimensions); attention++) {
      const choices = Math.ceil(attention / stages);
      const node = route % this.space.modules.length ** choices;
      const nodeOf = (values: Float32Array): Float32Array =>
        values.subarray(node * channels, (node + 1) * channels);
      keyValues.write(
        position,
        attention,
        nodeOf(outputs.floats(`node_keys_${attention}`)),
        nodeOf(outputs.floats(`node_values_${attention}`)),
      );
    }
    for (let layer = 0; layer < layers; layer++) {
      this.chosen[token * layers + layer] = MODULES.indexOf(this.space.moduleAt(route, layer));
    }
  }

  private nodeOutputs(): string[] {
    const attentions = Array.from({ length: attentionCount(this.dimensions) }, (_, at) => at);
    return attentions.flatMap((at) => [`node_keys_${at}`, `node_values_${at}`]);
  }
}
