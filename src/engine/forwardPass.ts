import type { Dimensions } from '../core/bundleFormat';
import { MODULES, type LayerConstraint } from '../core/module';
import { integers, type Graph } from './graph';
import type { KeyValueColumns } from './keyValues';
import type { Outputs } from './outputs';
import type { RouterPlan } from './routerPlan';

const ROUTER_DECIDES = -1;

/** The likeliest next tokens of each position, likeliest first. */
export interface Predictions {
  /** [positions, PREDICTIONS_PER_TOKEN] */
  readonly ids: Int32Array;
  readonly logProbabilities: Float32Array;
}

/** A run with all positions all big: what *big* context is made of, and what the model thinks comes next. */
export interface BigRun extends Predictions, KeyValueColumns {
  /** [positions, vocabulary] natural-log probabilities of all next tokens, where the graph gives them. */
  readonly distribution: Float32Array | undefined;
  /** [positions] nats, where the graph has a head for it. */
  readonly predictedDifficulty: Float32Array | undefined;
}

export interface RouterRun {
  /** [positions, layers] index into MODULES. */
  readonly routes: Uint8Array;
  /** [positions] nats, of the next token. */
  readonly loss: Float32Array;
}

/** The bundle's forward graph: the whole window at once, every position along a given route. `ids` begins with BOS. */
export class ForwardPass {
  constructor(
    private readonly graph: Pick<Graph, 'gives' | 'run'>,
    private readonly dimensions: Dimensions,
  ) {}

  async big(ids: Int32Array): Promise<BigRun> {
    const more = ['logprobs', 'predicted_difficulty'].filter((name) => this.graph.gives(name));
    const allBig = new Array<LayerConstraint>(this.dimensions.layers).fill('big');
    const outputs = await this.run(ids, everywhere(allBig, ids.length), 0, [
      'top_ids',
      'top_logprobs',
      'keys',
      'values',
      ...more,
    ]);
    const ifGiven = (name: string): Float32Array | undefined =>
      more.includes(name) ? outputs.floats(name) : undefined;
    return {
      ids: Int32Array.from(outputs.integers('top_ids'), Number),
      logProbabilities: outputs.floats('top_logprobs'),
      distribution: ifGiven('logprobs'),
      predictedDifficulty: ifGiven('predicted_difficulty'),
      ...keyValueColumns(outputs, ids.length),
    };
  }

  /** All positions along the routes that a router of the bundle decides. */
  async routed(ids: Int32Array, { number, layers }: RouterPlan): Promise<RouterRun> {
    const routes = everywhere(layers, ids.length);
    const outputs = await this.run(ids, routes, number, ['loss', 'routes_taken']);
    return {
      routes: Uint8Array.from(outputs.integers('routes_taken'), Number),
      loss: outputs.floats('loss'),
    };
  }

  /** Every position along its own route; `routes` is [positions, layers], index into MODULES. */
  async along(ids: Int32Array, routes: Int8Array): Promise<KeyValueColumns> {
    return keyValueColumns(await this.run(ids, routes, 0, ['keys', 'values']), ids.length);
  }

  /** [positions] nats, of the next token, with the routes of `along`. */
  async losses(ids: Int32Array, routes: Int8Array): Promise<Float32Array> {
    return (await this.run(ids, routes, 0, ['loss'])).floats('loss');
  }

  private run(
    ids: Int32Array,
    routes: Int8Array,
    router: number,
    outputs: readonly string[],
  ): Promise<Outputs> {
    const inputs = {
      input_ids: integers(ids, 1, ids.length),
      routes: integers(routes, 1, ids.length, this.dimensions.layers),
      router: integers([router], 1),
    };
    return this.graph.run(inputs, outputs);
  }
}

/** [positions, layers] the graph's numbers of the same choices at every position. */
function everywhere(layers: readonly LayerConstraint[], positions: number): Int8Array {
  const choices = layers.map((layer) =>
    layer === 'auto' ? ROUTER_DECIDES : MODULES.indexOf(layer),
  );
  return Int8Array.from(
    { length: positions * layers.length },
    (_, at) => choices[at % layers.length] ?? ROUTER_DECIDES,
  );
}

function keyValueColumns(outputs: Outputs, columns: number): KeyValueColumns {
  return { keys: outputs.floats('keys'), values: outputs.floats('values'), columns };
}
