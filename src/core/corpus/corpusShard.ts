import type { AnalysisJson, OptionsJson } from '../analysisJson';
import { Failure } from '../failure';
import { RouteSpace } from '../routes';
import { fileSums, type CorpusFile, type SkippedFile } from './corpusFile';
import { added, NOTHING, type Sums } from './sums';

export const SHARD_SCHEMA = 'duo-llm/corpus-shard@1';

/** One of the parts that a corpus is run in, or the only one. All parts know the list of all files, in the same order. */
export interface ShardHeader {
  /** From 1 to `of`. */
  readonly shard: number;
  readonly of: number;
  /** All files of the corpus, those of other shards included: how many, and a hash of their paths and sizes. */
  readonly list: { readonly files: number; readonly sha256: string };
  readonly model: AnalysisJson['model'];
  readonly options: OptionsJson;
}

/** What a shard found, as JSON. */
export interface CorpusShard extends ShardHeader {
  readonly schema: typeof SHARD_SCHEMA;
  /** By path. */
  readonly files: readonly CorpusFile[];
  /** By path. */
  readonly skipped: readonly SkippedFile[];
  /** By number; only those of which the shard has a file. */
  readonly groups: readonly SumsOfGroup[];
}

export interface SumsOfGroup {
  readonly group: number;
  readonly sums: Sums;
}

/** What identifies a text that was analysed. */
export type AnalysedFile = Omit<CorpusFile, 'tokens' | 'sums'>;

/**
 * Intervals are over texts, but so that a file with sums per route does not grow with the corpus, texts share this many
 * groups: the first text of the list is in group 0, the second in group 1, and so on, round and round.
 */
const GROUPS = 64;

/** A shard that is being run: takes what is finished, in any order. */
export class ShardTally {
  private readonly files: CorpusFile[] = [];
  private readonly skipped: SkippedFile[] = [];
  private readonly groups = new Map<number, Sums>();
  private readonly space: RouteSpace;

  constructor(private readonly header: ShardHeader) {
    this.space = new RouteSpace(header.options.modules, header.options.layers.length);
  }

  get skippedCount(): number {
    return this.skipped.length;
  }

  /** `place`: in the list of all files, from 0. */
  add(file: AnalysedFile, place: number, sums: Sums): void {
    const { path, sha256, length, provider } = file;
    const tokens = sums.tokens[0] ?? 0;
    this.files.push({ path, sha256, length, tokens, provider, sums: fileSums(this.space, sums) });
    const group = place % GROUPS;
    this.groups.set(group, added(this.groups.get(group) ?? NOTHING, sums));
  }

  skip(file: SkippedFile): void {
    this.skipped.push(file);
  }

  finish(): CorpusShard {
    return {
      schema: SHARD_SCHEMA,
      ...this.header,
      files: this.files.sort(byPath),
      skipped: this.skipped.sort(byPath),
      groups: sortedGroups(this.groups),
    };
  }
}

/** The shards of a corpus as its only one. Throws Failure('shards') unless they are all there, once, and of one run. */
export function mergedShards(shards: readonly CorpusShard[]): CorpusShard {
  const [first] = shards;
  if (first === undefined) throw new Failure('shards', 'There are no shards to merge.');
  checkTogether(shards, first);
  const groups = new Map<number, Sums>();
  for (const { group, sums } of shards.flatMap((shard) => shard.groups)) {
    groups.set(group, added(groups.get(group) ?? NOTHING, sums));
  }
  return {
    ...first,
    shard: 1,
    of: 1,
    files: shards.flatMap(({ files }) => files).sort(byPath),
    skipped: shards.flatMap(({ skipped }) => skipped).sort(byPath),
    groups: sortedGroups(groups),
  };
}

function checkTogether(shards: readonly CorpusShard[], first: CorpusShard): void {
  const comparable: readonly (readonly [string, (shard: CorpusShard) => unknown])[] = [
    ['are of different numbers of shards', ({ of }) => of],
    ['come from different models', ({ model }) => model],
    ['were run with different options', ({ options }) => options],
    ['are of different lists of files: files came, went or changed in between', ({ list }) => list],
  ];
  for (const [difference, part] of comparable) {
    const other = shards.find((each) => JSON.stringify(part(each)) !== JSON.stringify(part(first)));
    if (other !== undefined) {
      throw new Failure('shards', `${named(first)} and ${named(other)} ${difference}.`);
    }
  }
  const numbers = shards.map(({ shard }) => shard);
  const twice = shards.find(({ shard }, at) => numbers.indexOf(shard) !== at);
  if (twice !== undefined) throw new Failure('shards', `${named(twice)} is there twice.`);
  const all = Array.from({ length: first.of }, (_, at) => at + 1);
  const missing = all.filter((shard) => !numbers.includes(shard));
  if (missing.length > 0) {
    const which = missing.length === 1 ? 'shard' : 'shards';
    throw new Failure(
      'shards',
      `Of ${String(first.of)} shards, ${which} ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing.`,
    );
  }
  const files = shards.reduce((sum, shard) => sum + shard.files.length + shard.skipped.length, 0);
  if (files !== first.list.files) {
    throw new Failure(
      'shards',
      `The shards have ${String(files)} files, but the corpus ${String(first.list.files)}.`,
    );
  }
}

function named({ shard, of }: CorpusShard): string {
  return `Shard ${String(shard)} of ${String(of)}`;
}

function sortedGroups(groups: ReadonlyMap<number, Sums>): SumsOfGroup[] {
  return Array.from(groups, ([group, sums]) => ({ group, sums })).sort((a, b) => a.group - b.group);
}

/** By code units: the same everywhere. */
function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : 1;
}
