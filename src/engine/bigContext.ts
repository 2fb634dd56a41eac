import type { Dimensions } from '../core/bundleFormat';
import { inOrder } from '../core/inOrder';
import { KeyValues, type KeyValueColumns } from './keyValues';
import type { Labels } from './labels';
import type { LossRows } from './lossRows';
import type { OracleRunner } from './oracleRunner';
import type { WindowTokens } from './windowTokens';

/** One run of the oracle graph. Positions of the window. */
interface Block {
  readonly first: number;
  readonly keyValues: KeyValues;
  /** Of its rows those of positions [next, after) are wanted. */
  readonly next: number;
  readonly after: number;
}

/**
 * The loss table in *big* context: every earlier position ran all big, so all keys and values come from one forward run and
 * each token is a counterfactual on its own.
 */
export class BigContext {
  constructor(
    private readonly oracle: OracleRunner,
    private readonly dimensions: Dimensions,
    private readonly contextLength: number,
    /** How many blocks may be under way at once. */
    private readonly atOnce: number,
  ) {}

  /** The rows of the window's scored tokens, block by block, from the window's all-big run. */
  async *losses(
    window: WindowTokens,
    labels: Labels | undefined,
    forward: KeyValueColumns,
  ): AsyncGenerator<LossRows> {
    const { oracle } = this;
    yield* inOrder(this.blocks(window, forward), this.atOnce, async (block) => {
      const { first, keyValues, next, after } = block;
      const { losses, expected } = await oracle.run(window.ids, first, keyValues, labels);
      const routes = losses.length / oracle.positions;
      const wanted = [(next - first) * routes, (after - first) * routes] as const;
      return {
        first: window.start + next,
        losses: losses.slice(...wanted),
        expected: expected?.slice(...wanted),
      };
    });
  }

  private *blocks(window: WindowTokens, forward: KeyValueColumns): Generator<Block> {
    const end = window.end - window.start;
    let keyValues: KeyValues | undefined;
    let next = window.scoreFrom - window.start;
    while (next < end) {
      const first = this.blockStart(next);
      const blockEnd = first + this.oracle.positions;
      if (keyValues?.hasRoomFor(blockEnd) !== true) {
        keyValues = KeyValues.of(forward, this.dimensions, blockEnd);
      }
      const after = Math.min(blockEnd, end);
      yield { first, keyValues, next, after };
      next = after;
    }
  }

  /**
   * Blocks lie on a fixed grid, so that a token's losses do not depend on where a selection begins, and inside the context, since
   * the graph knows the rotary angles of no later position.
   */
  private blockStart(next: number): number {
    const { positions } = this.oracle;
    const onGrid = next - (next % positions);
    return Math.max(0, Math.min(onGrid, this.contextLength - positions));
  }
}
