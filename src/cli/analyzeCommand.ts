import path from 'node:path';
import { encodeNpy } from '../core/npy';
import { analyzeText } from './analyzeText';
import { corpusCommand } from './corpusCommand';
import { isCorpus } from './inputs';
import type { Options } from './options';
import { checkWritable, writeFile, writeStream } from './output';
import { planFor } from './plan';
import { Progress } from './progress';
import { resultOf } from './result';
import { readSource } from './source';
import type { Surroundings } from './surroundings';

/** `duo-llm analyze`, of one text or of a corpus. Throws Failure. */
export async function analyzeCommand(options: Options, around: Surroundings): Promise<void> {
  const [file = '-', ...more] = options.inputs;
  const { jobs, shard, resume } = options;
  const asCorpus = jobs !== undefined || shard !== undefined || resume || more.length > 0;
  if (asCorpus || (await isCorpus(file))) await corpusCommand(options, around);
  else await oneText(file, options, around);
}

/** Reads, analyses, writes. */
async function oneText(file: string, options: Options, around: Surroundings): Promise<void> {
  await Promise.all([options.out, options.table].map(checkWritable));
  const { text, source, warning } = await readSource(file, around.stdin, around.signal);
  if (warning !== undefined) around.stderr.write(`${warning}\n`);

  const bundle = path.resolve(options.model ?? around.builtInModel);
  const engine = around.engine();
  const opened = await engine.open({ bundle, provider: options.provider }, around.signal);
  const opening = { bundle, provider: opened.provider.provider };
  const plan = planFor(options, opened.model);
  const progress = new Progress(around.stderr);
  const { analysis, timing } = await analyzeText(
    { text, source },
    { opening, model: opened.model, plan },
    engine,
    {
      signal: around.signal,
      onAdvance: (running) => {
        progress.show(running);
      },
    },
  ).finally(() => {
    progress.clear();
  });

  if (options.table !== undefined) await writeFile(options.table, encodeNpy(analysis.table));
  const finished = { text, analysis, constraint: plan.constraint, opened, timing };
  const result = await resultOf(finished, options, around);
  if (options.out === undefined) await writeStream(around.stdout, result);
  else await writeFile(options.out, result);
}
