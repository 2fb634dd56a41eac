import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { corpusJson } from '../core/corpus/corpusJson';
import { SHARD_SCHEMA, type CorpusShard } from '../core/corpus/corpusShard';
import { Failure } from '../core/failure';
import { jsonLines } from '../core/jsonLines';
import { corpusText } from './corpusText';
import type { MergeOptions } from './options';
import { checkWritable, writeStream, writeWhole } from './output';
import type { Surroundings } from './surroundings';

/** `duo-llm merge`: puts the shards of a corpus together, as if it had been run in one. Throws Failure. */
export async function mergeCommand(
  { inputs, out }: MergeOptions,
  { stdout, env }: Surroundings,
): Promise<void> {
  await checkWritable(out);
  const files = (await Promise.all(inputs.map(shardFiles))).flat();
  const json = corpusJson(await Promise.all(files.map(readShard)));
  await writeWhole(out, jsonLines(json));
  await writeStream(stdout, corpusText(json, { stdout, env }));
}

/** The files of shards in a folder, or the file that was named. */
async function shardFiles(input: string): Promise<string[]> {
  const found = await stat(input).catch(() => undefined);
  if (found?.isDirectory() !== true) return [input];
  const names = (await readdir(input)).filter((name) => /^corpus-\d+-of-\d+\.json$/.test(name));
  if (names.length === 0) throw new Failure('shards', `There are no shards in ${input}.`);
  return names.sort().map((name) => path.join(input, name));
}

async function readShard(file: string): Promise<CorpusShard> {
  try {
    const shard = JSON.parse(await readFile(file, 'utf8')) as CorpusShard | null;
    if (shard?.schema === SHARD_SCHEMA) return shard;
  } catch (error) {
    throw new Failure('shards', `${file} cannot be read: ${(error as Error).message}.`);
  }
  throw new Failure('shards', `${file} is no shard of a corpus.`);
}
