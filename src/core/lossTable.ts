import { Failure } from './failure';
import { inMemory, type KeepLosses } from './keptLosses';
import { LossBlock } from './lossBlock';
import type { RouteSpace } from './routes';

/** 2 GiB: what the losses of one table may take. */
const MOST_BYTES = 2 ** 31;

/**
 * The loss of every token under every route, in nats: the one thing that a model run produces. It fills block by block and
 * holds the blocks by reference: a table of an edited text shares what it still knows with the one before.
 */
export class LossTable {
  /** [tokens] `undefined` where not known. */
  private readonly blocks: (LossBlock | undefined)[];
  /** [tokens] the row in that block. */
  private readonly rowsAt: Uint32Array;
  /** For rows that arrive. */
  private readonly keep: KeepLosses;
  private knownRows: number;

  /**
   * A table without rows, which keeps those that arrive in memory; or, `from` another table, one over rows that exist or that
   * keeps them elsewhere. Throws Failure('request') when, filled, it would be too large.
   */
  constructor(
    readonly space: RouteSpace,
    readonly tokens: number,
    from: {
      readonly blocks?: (LossBlock | undefined)[];
      readonly rowsAt?: Uint32Array;
      readonly keep?: KeepLosses;
      /** How many of the rows exist, where that has been counted. */
      readonly known?: number;
    } = {},
  ) {
    const bytes = tokens * space.count * Float32Array.BYTES_PER_ELEMENT;
    if (bytes > MOST_BYTES) {
      throw new Failure(
        'request',
        `The losses of ${String(tokens)} tokens under ${String(space.count)} routes would take ` +
          `${(bytes / 2 ** 30).toFixed(1)} GiB; analyse a part of the text or choose fewer modules.`,
      );
    }
    this.keep = from.keep ?? inMemory;
    this.blocks = from.blocks ?? new Array<LossBlock | undefined>(tokens).fill(undefined);
    this.rowsAt = from.rowsAt ?? new Uint32Array(tokens);
    this.knownRows = from.known ?? countOf(from.blocks ?? []);
  }

  /**
   * The rows of tokens [first, end) that are known now, as a table of their own; nothing is copied but references. Rows that
   * arrive later do not become known to it.
   */
  slice(first: number, end: number): LossTable {
    const { blocks, rowsAt, keep, space, tokens } = this;
    const part = { blocks: blocks.slice(first, end), rowsAt: rowsAt.slice(first, end), keep };
    const isWhole = first === 0 && end === tokens;
    return new LossTable(space, end - first, isWhole ? { ...part, known: this.knownRows } : part);
  }

  /** The rows of some tokens that are known now, in their order, as a table of their own; copied like those of a slice. */
  only(tokens: Int32Array): LossTable {
    const rows = new LossTable(this.space, tokens.length, { keep: this.keep });
    for (let at = 0; at < tokens.length; at++) {
      const token = tokens[at] ?? 0;
      const block = this.blocks[token];
      if (block !== undefined) rows.setRow(at, block, this.rowsAt[token] ?? 0);
    }
    return rows;
  }

  /** A table without rows, of as many tokens, that keeps them where this one does. */
  emptied(tokens: number, space = this.space): LossTable {
    return new LossTable(space, tokens, { keep: this.keep });
  }

  /** How many rows have arrived. */
  get knownCount(): number {
    return this.knownRows;
  }

  isKnown(token: number): boolean {
    return this.blocks[token] !== undefined;
  }

  /** The block that holds a token's losses; `undefined` when they are not known. */
  blockAt(token: number): LossBlock | undefined {
    return this.blocks[token];
  }

  /** [routes] the losses of one token: a view, not a copy. Throws RangeError when they are not known. */
  row(token: number): Float32Array {
    const block = this.blocks[token];
    if (block === undefined) throw new RangeError(`No losses of token ${String(token)}`);
    return block.row(this.rowsAt[token] ?? 0);
  }

  /** [end - first, routes] a copy of the losses of tokens [first, end). Throws RangeError when one is not known. */
  rows(first: number, end: number): Float32Array {
    const { count } = this.space;
    const rows = new Float32Array((end - first) * count);
    for (let token = first; token < end; token++)
      rows.set(this.row(token), (token - first) * count);
    return rows;
  }

  /** NaN when not known, or when the route is -1. */
  loss(token: number, route: number): number {
    const block = this.blocks[token];
    return block === undefined || route < 0
      ? Number.NaN
      : block.loss(this.rowsAt[token] ?? 0, route);
  }

  /** The best route with exactly `budget` big layers; -1 when there is none or the losses are not known. Ties: the lowest. */
  bestWithBudget(token: number, budget: number): number {
    return this.blocks[token]?.bestWithBudget(this.rowsAt[token] ?? 0, budget) ?? -1;
  }

  /** The loss of that route; NaN when there is none. */
  lowestWithBudget(token: number, budget: number): number {
    return this.blocks[token]?.lowestWithBudget(this.rowsAt[token] ?? 0, budget) ?? Number.NaN;
  }

  /** The best of the `admissible` routes; -1 when there is none or the losses are not known. Ties: the first. */
  bestOf(token: number, admissible: Int32Array): number {
    return this.blocks[token]?.bestOf(this.rowsAt[token] ?? 0, admissible) ?? -1;
  }

  /** Stores finished rows: `losses` is [n, routes], for the tokens from `first`; they are taken over. */
  setRows(first: number, losses: Float32Array): void {
    const block = new LossBlock(this.space, losses, this.keep);
    if (first < 0 || first + block.tokens > this.tokens) {
      throw new RangeError(
        `${String(block.tokens)} rows at token ${String(first)} do not fit the table`,
      );
    }
    for (let at = 0; at < block.tokens; at++) this.setRow(first + at, block, at);
  }

  /** Stores row `at` of a block, which may be shared with other tables. */
  setRow(token: number, block: LossBlock, at: number): void {
    if (!this.isKnown(token)) this.knownRows++;
    this.blocks[token] = block;
    this.rowsAt[token] = at;
  }
}

function countOf(blocks: readonly (LossBlock | undefined)[]): number {
  let count = 0;
  for (const block of blocks) if (block !== undefined) count++;
  return count;
}
