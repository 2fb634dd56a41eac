import type { ResultBlock, TokenResults } from '../core/resultBlock';

interface Entry extends TokenResults {
  readonly check: number;
}

/** A block and those of its tokens that are remembered. */
export interface CachedBlock {
  readonly block: ResultBlock;
  readonly tokens: { readonly key: number; readonly check: number; readonly at: number }[];
}

/** What an entry takes besides its losses, roughly. */
const BYTES_BESIDE = 300;

/**
 * Results of tokens by what they depend on (`contextKeys`), whatever document they stood in: after an edit, an undo or a
 * change of the modules, what is known already is found here. Bounded: what was not used for longest goes first.
 */
export class ResultCache {
  /** In the order of their last use. */
  private readonly entries = new Map<number, Entry>();
  private held = 0;

  /** `mostBytes`: of memory, as nearly as it is worth counting. */
  constructor(private mostBytes: number) {}

  /** Of memory that it takes, by its own count. */
  get bytes(): number {
    return this.held;
  }

  /** `undefined` when not known, or not any more. */
  find(key: number, check: number): TokenResults | undefined {
    const entry = this.entries.get(key);
    if (entry?.check !== check) return undefined;
    this.entries.delete(key);
    this.entries.set(key, entry);
    return entry;
  }

  add(key: number, check: number, { block, at }: TokenResults): void {
    this.forget(key);
    this.entries.set(key, { block, at, check });
    this.held += bytesOf(block);
    this.shrink();
  }

  /** All of it, the last used first. */
  blocks(): CachedBlock[] {
    const byBlock = new Map<ResultBlock, CachedBlock>();
    for (const [key, { block, at, check }] of [...this.entries].reverse()) {
      const cached = byBlock.get(block) ?? { block, tokens: [] };
      cached.tokens.push({ key, check, at });
      byBlock.set(block, cached);
    }
    return [...byBlock.values()];
  }

  /** Another bound, from now on. */
  resize(mostBytes: number): void {
    this.mostBytes = mostBytes;
    this.shrink();
  }

  private shrink(): void {
    for (const [oldest] of this.entries) {
      if (this.held <= this.mostBytes) return;
      this.forget(oldest);
    }
  }

  private forget(key: number): void {
    const entry = this.entries.get(key);
    if (entry === undefined) return;
    this.held -= bytesOf(entry.block);
    this.entries.delete(key);
  }
}

/** A block is counted in equal parts by its tokens, which come and go together for the most part. */
function bytesOf({ losses, expected }: ResultBlock): number {
  return BYTES_BESIDE + (losses.bytes + (expected?.bytes ?? 0)) / losses.tokens;
}
