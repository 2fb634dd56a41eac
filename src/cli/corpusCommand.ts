import path from 'node:path';
import { corpusJson } from '../core/corpus/corpusJson';
import { filesOfShare } from '../core/corpus/share';
import { Failure } from '../core/failure';
import { jsonLines } from '../core/jsonLines';
import { CorpusProgress } from './corpusProgress';
import { CorpusRun } from './corpusRun';
import { corpusText } from './corpusText';
import { Crew } from './crew';
import { listInputs } from './inputs';
import type { Options } from './options';
import { writeStream, writeWhole } from './output';
import { planFor } from './plan';
import { ResultFolder } from './resultFolder';
import type { Surroundings } from './surroundings';

/** `duo-llm analyze` of many files, or of one shard of them. Throws Failure. */
export async function corpusCommand(options: Options, around: Surroundings): Promise<void> {
  const results = await ResultFolder.make(options);
  const { files: all, sha256 } = await listInputs(options.inputs, results.folders);
  const share = options.shard;
  const files = share === undefined ? all : filesOfShare(all, share);
  const bundle = path.resolve(options.model ?? around.builtInModel);
  const asked = { bundle, provider: options.provider };
  const crew = await Crew.open(around, asked, { jobs: options.jobs, tasks: files.length });
  const { model, provider } = crew.opened;
  const opening = { bundle, provider: provider.provider };
  const textRun = { opening, model, plan: planFor(options, model) };

  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const progress = new CorpusProgress(around.stderr, { files: files.length, bytes });
  const list = { files: all.length, sha256 };
  const run = new CorpusRun({ options, textRun, list, share, files, results }, around, progress);
  const shard = await run
    .finish(crew)
    .catch((error: unknown) => {
      throw stopped(error, progress.filesDone, files.length);
    })
    .finally(() => {
      progress.clear();
    });

  const speed = { seconds: progress.seconds, tokens: progress.tokens };
  const summary = results.summary(share);
  if (share === undefined) {
    const json = corpusJson([shard]);
    await writeWhole(summary, jsonLines(json));
    await writeStream(around.stdout, corpusText(json, around, speed));
  } else {
    await writeWhole(summary, jsonLines(shard));
    await writeStream(around.stdout, [
      `${summary}: ${String(shard.files.length)} of ${String(all.length)} files. ` +
        `When all ${String(share.of)} shards are there: duo-llm merge ${results.out} --out FILE\n`,
    ]);
  }
  if (shard.skipped.length > 0) {
    const count = `${String(shard.skipped.length)} of ${String(files.length)} files were skipped`;
    throw new Failure('text', `${count}; ${summary} lists them.`);
  }
}

/** Why a run ended early, and that nothing is lost. */
function stopped(error: unknown, done: number, files: number): unknown {
  if (!(error instanceof Failure)) return error;
  const rest = `${String(done)} of ${String(files)} files are done; the same command with --resume does the rest.`;
  return new Failure(error.code, `${error.message} ${rest}`, { cause: error });
}
