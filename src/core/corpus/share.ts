/** One of several parts of about the same size: `shard` from 1 to `of`. */
export interface Share {
  readonly shard: number;
  readonly of: number;
}

/**
 * Which of the files a shard takes, in their order. Large files are dealt out first, each to the shard that has the fewest
 * bytes so far; all shards come to the same answer. Ties: the earlier file, the lower shard.
 */
export function filesOfShare<File extends { readonly bytes: number }>(
  files: readonly File[],
  { shard, of }: Share,
): File[] {
  const loads = new Array<number>(of).fill(0);
  const mine = new Set<File>();
  for (const file of largestFirst(files)) {
    const taker = loads.indexOf(Math.min(...loads));
    // An empty file is work too.
    loads[taker] = (loads[taker] ?? 0) + file.bytes + 1;
    if (taker === shard - 1) mine.add(file);
  }
  return files.filter((file) => mine.has(file));
}

/** Files of one size keep their order. */
export function largestFirst<File extends { readonly bytes: number }>(
  files: readonly File[],
): File[] {
  return files.toSorted((a, b) => b.bytes - a.bytes);
}
