import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { KeepLosses } from '../core/keptLosses';
import { LossBlock } from '../core/lossBlock';
import type { ModuleList } from '../core/module';
import type { ResultBlock } from '../core/resultBlock';
import { RouteSpace } from '../core/routes';
import { withPauses, type Steps } from '../core/steps';
import type { CachedBlock, ResultCache } from './resultCache';

/** Changes with everything that changes what stored results mean. */
const FORMAT = 'duo-llm/results@1\n';
const DIGEST_BYTES = 32;

/** A block as it is stored: plain data. */
interface StoredBlock extends Omit<ResultBlock, 'losses' | 'expected'> {
  readonly modules: ModuleList;
  readonly layers: number;
  readonly losses: Float32Array;
  readonly expected: Float32Array | undefined;
  readonly tokens: CachedBlock['tokens'];
}

/**
 * Results that outlive the process, in one file: what a cache remembers when it is saved, the last used first, as much as
 * `mostBytes` hold. A file of another version, or a damaged one, is as good as none.
 */
export class SavedResults {
  constructor(
    private readonly file: string,
    private readonly mostBytes: number,
  ) {}

  /** Replaces what was saved before; a failure leaves that as it was, and is thrown. */
  async save(cache: ResultCache): Promise<void> {
    const blocks: StoredBlock[] = [];
    let bytes = 0;
    for (const cached of cache.blocks()) {
      bytes += cached.block.losses.bytes + (cached.block.expected?.bytes ?? 0);
      if (bytes > this.mostBytes) break;
      blocks.push(stored(cached));
    }
    const body = serialize(blocks);
    const partial = `${this.file}.${String(process.pid)}.tmp`;
    await mkdir(path.dirname(this.file), { recursive: true });
    try {
      await writeFile(partial, Buffer.concat([Buffer.from(FORMAT), digestOf(body), body]), {
        mode: 0o600,
      });
      await rename(partial, this.file);
    } catch (error) {
      await rm(partial, { force: true });
      throw error;
    }
  }

  /**
   * Adds what was saved to a cache; resolves with the number of tokens. `keep`: where their losses are kept; `pause`: lets the
   * process do something else for a moment.
   */
  async restore(cache: ResultCache, keep: KeepLosses, pause: () => Promise<void>): Promise<number> {
    return await withPauses(added(await this.read(), cache, keep), pause);
  }

  /** Forgets what was saved. */
  async clear(): Promise<void> {
    await rm(this.file, { force: true });
  }

  private async read(): Promise<StoredBlock[]> {
    try {
      // A file that somebody made much larger is none of ours.
      if ((await stat(this.file)).size > 2 * this.mostBytes) return [];
      const bytes = await readFile(this.file);
      const begin = FORMAT.length + DIGEST_BYTES;
      const body = bytes.subarray(begin);
      const isOurs = bytes.subarray(0, FORMAT.length).equals(Buffer.from(FORMAT));
      const isWhole = digestOf(body).equals(bytes.subarray(FORMAT.length, begin));
      return isOurs && isWhole ? (deserialize(body) as StoredBlock[]) : [];
    } catch {
      return [];
    }
  }
}

/** The number of tokens. */
function* added(
  blocks: readonly StoredBlock[],
  cache: ResultCache,
  keep: KeepLosses,
): Steps<number> {
  let tokens = 0;
  // The last used one comes last.
  for (const block of blocks.toReversed()) {
    const results = resultsOf(block, keep);
    for (const { key, check, at } of block.tokens) cache.add(key, check, { block: results, at });
    tokens += block.tokens.length;
    yield;
  }
  return tokens;
}

function stored({ block, tokens }: CachedBlock): StoredBlock {
  const { losses, expected, predictions, router } = block;
  const { modules, layers } = losses.space;
  return {
    ...{ modules, layers, predictions, router, tokens },
    losses: losses.all(),
    expected: expected?.all(),
  };
}

function resultsOf(
  { modules, layers, losses, expected, predictions, router }: StoredBlock,
  keep: KeepLosses,
): ResultBlock {
  const space = new RouteSpace(modules, layers);
  return {
    losses: new LossBlock(space, losses, keep),
    expected: expected && new LossBlock(space, expected, keep),
    predictions,
    router,
  };
}

function digestOf(body: Uint8Array): Buffer {
  return createHash('sha256').update(body).digest();
}
