import type { Graph } from './graph';
import { KeyValues, type Dimensions, type KeyValueColumns } from './keyValues';
import type { LossRows } from './lossRows';
import { oracleInputs } from './oracleInputs';
import type { WindowTokens } from './windowTokens';

/**
 * The loss table in *big* context: every earlier position ran all big, so all keys and values come from one forward run and
 * each token is a counterfactual on its own.
 */
export class BigContext {
  constructor(
    private readonly graph: Graph,
    /** Predictors that the graph takes at once. */
    private readonly blockLength: number,
    private readonly dimensions: Dimensions,
    private readonly contextLength: number,
  ) {}

  /** The rows of the window's scored tokens, block by block, from the window's all-big run. */
  async *losses(window: WindowTokens, forward: KeyValueColumns): AsyncGenerator<LossRows> {
    const end = window.end - window.start;
    let keyValues: KeyValues | undefined;
    let next = window.scoreFrom - window.start;
    while (next < end) {
      const first = this.blockStart(next);
      const blockEnd = first + this.blockLength;
      if (keyValues?.hasRoomFor(blockEnd) !== true) {
        keyValues = KeyValues.of(forward, this.dimensions, blockEnd);
      }
      const inputs = oracleInputs(window.ids, first, this.blockLength, keyValues, this.dimensions);
      const losses = (await this.graph.run(inputs, ['losses'])).floats('losses');
      const routes = losses.length / this.blockLength;
      const after = Math.min(blockEnd, end);
      yield {
        first: window.start + next,
        losses: losses.slice((next - first) * routes, (after - first) * routes),
      };
      next = after;
    }
  }

  /**
   * Blocks lie on a fixed grid, so that a token's losses do not depend on where a selection begins, and inside the context, since
   * the graph knows the rotary angles of no later position.
   */
  private blockStart(next: number): number {
    const onGrid = next - (next % this.blockLength);
    return Math.max(0, Math.min(onGrid, this.contextLength - this.blockLength));
  }
}
