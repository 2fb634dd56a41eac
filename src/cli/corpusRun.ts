import { createHash } from 'node:crypto';
import { modelJson, optionsJson } from '../core/analysisJson';
import { ShardTally, type CorpusShard, type ShardHeader } from '../core/corpus/corpusShard';
import { documentSums } from '../core/corpus/documentSums';
import { largestFirst, type Share } from '../core/corpus/share';
import { Failure, type FailureCode } from '../core/failure';
import { measure } from '../core/measures';
import { encodeNpy } from '../core/npy';
import { analyzeText, type TextRun } from './analyzeText';
import type { CorpusProgress } from './corpusProgress';
import type { Crew } from './crew';
import type { InputFile } from './inputs';
import { Journal, journalEntries } from './journal';
import type { Options } from './options';
import type { ResultFolder } from './resultFolder';
import { resultOf } from './result';
import { readSource } from './source';
import type { Engine, Surroundings } from './surroundings';

/** Failures of one text, which say nothing about the others. */
const OF_ONE_TEXT: readonly FailureCode[] = ['text', 'request', 'crashed', 'internal'];

/** What a run over a share of a corpus needs. */
export interface CorpusPlan {
  readonly options: Options;
  readonly textRun: TextRun;
  readonly list: ShardHeader['list'];
  readonly share: Share | undefined;
  /** Those of the share. */
  readonly files: readonly InputFile[];
  readonly results: ResultFolder;
}

/** Runs over the files of one share, and keeps what is finished whatever happens. */
export class CorpusRun {
  private readonly tally: ShardTally;
  /** Hash of the model and the options. */
  private readonly run: string;

  constructor(
    private readonly plan: CorpusPlan,
    private readonly around: Surroundings,
    private readonly progress: CorpusProgress,
  ) {
    const { textRun, list, share } = plan;
    const model = modelJson(textRun.model, textRun.plan.run);
    const options = optionsJson(textRun.plan.run, textRun.plan.constraint);
    this.run = createHash('sha256')
      .update(JSON.stringify([model, options]))
      .digest('hex');
    this.tally = new ShardTally({ ...(share ?? { shard: 1, of: 1 }), list, model, options });
  }

  /** Throws Failure: 'cancelled', or whatever stops all of it. */
  async finish(crew: Crew): Promise<CorpusShard> {
    const { files, results, share, options } = this.plan;
    const left = new Map(files.map((file) => [file.path, file]));
    if (options.resume) await this.takeFinished(left);
    const journal = Journal.start(results.journal(share), options.resume);
    // The largest first: then the engines end at about the same time.
    await crew.work(
      largestFirst([...left.values()]),
      this.around.signal,
      async (file, engine, signal) => {
        await this.unlessSkipped(file, () => this.analyze(file, engine, { crew, journal, signal }));
        this.progress.done(file);
      },
    );
    return this.tally.finish();
  }

  /** Takes over what an earlier run of the same has finished, where text and results are still the same. */
  private async takeFinished(left: Map<string, InputFile>): Promise<void> {
    for await (const { run, file, written, sums } of journalEntries(this.plan.results.out)) {
      const wanted = left.get(file.path);
      if (wanted === undefined || run !== this.run) continue;
      if (!(await this.plan.results.has(file.path, written))) continue;
      if ((await this.textHash(wanted)) !== file.sha256) continue;
      this.tally.add(file, wanted.place, sums);
      left.delete(file.path);
      this.progress.done(wanted);
    }
  }

  private async textHash({ file }: InputFile): Promise<string | undefined> {
    const { stdin, signal } = this.around;
    try {
      return (await readSource(file, stdin, signal)).source.sha256;
    } catch (error) {
      if (signal.aborted) throw error;
      return undefined;
    }
  }

  private async unlessSkipped(file: InputFile, analyze: () => Promise<void>): Promise<void> {
    try {
      await analyze();
    } catch (error) {
      if (!(error instanceof Failure) || !OF_ONE_TEXT.includes(error.code)) throw error;
      this.progress.say(`Skipped ${file.path}: ${error.message}`);
      this.tally.skip({ path: file.path, reason: error.message });
    }
  }

  private async analyze(
    { file, path: name, place }: InputFile,
    engine: Engine,
    { crew, journal, signal }: { crew: Crew; journal: Journal; signal: AbortSignal },
  ): Promise<void> {
    const { options, textRun, results } = this.plan;
    if (results.isTaken(name)) {
      throw new Failure('text', 'Its result would have the name of the corpus’s own; rename it.');
    }
    const { text, source: read, warning } = await readSource(file, this.around.stdin, signal, name);
    if (warning !== undefined) this.progress.say(warning);
    const source = { ...read, name };
    let known = 0;
    const { analysis, timing } = await analyzeText({ text, source }, textRun, engine, {
      signal,
      onAdvance: ({ knownCount }) => {
        this.progress.found(knownCount - known);
        known = knownCount;
      },
    });
    const { constraint } = textRun.plan;
    const finished = { text, analysis, constraint, opened: crew.opened, timing };
    const stderr = {
      write: (note: string): void => {
        this.progress.say(note.trimEnd());
      },
    };
    const result = await resultOf(finished, options, { ...this.around, stderr });
    const written = await results.write(name, result, encodeNpy(analysis.table));
    const sums = documentSums(analysis, measure(analysis, { constraint }));
    const { provider } = crew.opened.provider;
    const entry = { path: name, sha256: source.sha256, length: source.length, provider };
    journal.add({ run: this.run, file: entry, written, sums });
    this.tally.add(entry, place, sums);
  }
}
