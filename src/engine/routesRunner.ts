import type { RouteSpace } from '../core/routes';
import { integers, type RunnableGraph } from './graph';
import type { KeyValues } from './keyValues';

/** Enough for full speed, few enough to be given up in between. */
const MOST_ROWS = 1024;

/** A predictor and a route whose loss is wanted. */
export interface RoutedPosition {
  /** Of the window. */
  readonly position: number;
  readonly route: number;
}

/** The routes graph of a bundle: any pairs of a position and a route, many in one run. */
export class RoutesRunner {
  constructor(
    private readonly graph: RunnableGraph,
    private readonly space: RouteSpace,
  ) {}

  /**
   * [pairs] nats, in the window whose tokens are `ids`, BOS first, in one or several runs; `rest` is awaited before each, and
   * may throw. Throws Failure('provider').
   */
  async run(
    ids: Int32Array,
    pairs: readonly RoutedPosition[],
    keyValues: KeyValues,
    rest: () => Promise<void>,
  ): Promise<Float32Array> {
    const losses = new Float32Array(pairs.length);
    for (let first = 0; first < pairs.length; first += MOST_ROWS) {
      await rest();
      losses.set(await this.once(ids, pairs.slice(first, first + MOST_ROWS), keyValues), first);
    }
    return losses;
  }

  private async once(
    ids: Int32Array,
    pairs: readonly RoutedPosition[],
    keyValues: KeyValues,
  ): Promise<Float32Array> {
    const rows = pairs.length;
    const positions = pairs.map(({ position }) => position);
    const { layers, routeModules } = this.space;
    const routes = pairs.flatMap(({ route }) => [
      ...routeModules.subarray(route * layers, (route + 1) * layers),
    ]);
    const tokensAt = (offset: number): number[] =>
      positions.map((position) => ids[position + offset] ?? 0);
    const inputs = {
      tokens: integers(tokensAt(0), rows),
      targets: integers(tokensAt(1), rows),
      positions: integers(positions, rows),
      routes: integers(routes, rows, layers),
      ...keyValues.inputs(),
      // A graph with this input has to be fed.
      ...(this.graph.takes('labels') && { labels: integers(new Int32Array(rows), rows, 1) }),
    };
    return (await this.graph.run(inputs, ['losses'])).floats('losses');
  }
}
