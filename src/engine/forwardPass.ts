import { MODULES } from '../core/module';
import { integers, type Graph, type Outputs } from './graph';
import type { Dimensions, KeyValueColumns } from './keyValues';

const BIG = MODULES.indexOf('big');
const ROUTER_DECIDES = -1;

/** The likeliest next tokens of each position, likeliest first. */
export interface Predictions {
  /** [positions, PREDICTIONS_PER_TOKEN] */
  readonly ids: Int32Array;
  readonly logProbabilities: Float32Array;
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
    private readonly graph: Graph,
    private readonly dimensions: Dimensions,
  ) {}

  /** All positions all big: what *big* context is made of. */
  async big(ids: Int32Array): Promise<Predictions & KeyValueColumns> {
    const outputs = await this.run(ids, this.uniform(ids, BIG), 0, [
      'top_ids',
      'top_logprobs',
      'keys',
      'values',
    ]);
    return {
      ids: Int32Array.from(outputs.integers('top_ids'), Number),
      logProbabilities: outputs.floats('top_logprobs'),
      ...keyValueColumns(outputs, ids.length),
    };
  }

  /** All positions along the routes that the bundle's router of this number decides. */
  async routed(ids: Int32Array, router: number): Promise<RouterRun> {
    const routes = this.uniform(ids, ROUTER_DECIDES);
    const outputs = await this.run(ids, routes, router, ['loss', 'routes_taken']);
    return {
      routes: Uint8Array.from(outputs.integers('routes_taken'), Number),
      loss: outputs.floats('loss'),
    };
  }

  /** Every position along its own route; `routes` is [positions, layers], index into MODULES. */
  async along(ids: Int32Array, routes: Int8Array): Promise<KeyValueColumns> {
    return keyValueColumns(await this.run(ids, routes, 0, ['keys', 'values']), ids.length);
  }

  private uniform(ids: Int32Array, choice: number): Int8Array {
    return new Int8Array(ids.length * this.dimensions.layers).fill(choice);
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

function keyValueColumns(outputs: Outputs, columns: number): KeyValueColumns {
  return { keys: outputs.floats('keys'), values: outputs.floats('values'), columns };
}
