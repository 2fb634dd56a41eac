import { appendFileSync, createReadStream, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { AnalysedFile } from '../core/corpus/corpusShard';
import type { Sums } from '../core/corpus/sums';
import { Failure } from '../core/failure';
import type { Written } from './resultFolder';

/** A text that is finished: all that another run needs to leave it out. */
export interface JournalEntry {
  /** Hash of the model and the options. */
  readonly run: string;
  readonly file: AnalysedFile;
  readonly written: Written;
  readonly sums: Sums;
}

/**
 * What a run has finished, a line of JSON for each text, on disk as soon as its results are: whatever ends the run, nothing
 * of it is lost.
 */
export class Journal {
  private constructor(private readonly file: string) {}

  /** `keep`: what is there stays. Throws Failure('output'). */
  static start(file: string, keep: boolean): Journal {
    const journal = new Journal(file);
    // A run that was killed may have left half a line.
    if (keep) journal.append('\n');
    else
      journal.try(() => {
        writeFileSync(file, '');
      });
    return journal;
  }

  /** Throws Failure('output'). */
  add(entry: JournalEntry): void {
    this.append(`${JSON.stringify(entry)}\n`);
  }

  private append(text: string): void {
    // At once, so that lines of texts that end at the same time do not mix.
    this.try(() => {
      appendFileSync(this.file, text);
    });
  }

  private try(write: () => void): void {
    try {
      write();
    } catch (error) {
      const problem = `${this.file} could not be written: ${(error as Error).message}.`;
      throw new Failure('output', problem);
    }
  }
}

/** The entries of all journals in a folder, whatever shards they are of. */
export async function* journalEntries(folder: string): AsyncGenerator<JournalEntry> {
  for (const name of (await readdir(folder)).sort()) {
    if (!/^corpus.*\.jsonl$/.test(name)) continue;
    const input = createReadStream(path.join(folder, name));
    for await (const line of createInterface({ input })) {
      const entry = parse(line);
      if (entry !== undefined) yield entry;
    }
  }
}

/** `undefined` for half a line. */
function parse(line: string): JournalEntry | undefined {
  try {
    return line === '' ? undefined : (JSON.parse(line) as JournalEntry);
  } catch {
    return undefined;
  }
}
