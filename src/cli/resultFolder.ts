import { constants } from 'node:fs';
import { access, mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Share } from '../core/corpus/share';
import { Failure } from '../core/failure';
import type { Options } from './options';
import { writeWhole } from './output';

/** Bytes of the files that hold the results of one text, by how their names end. */
export type Written = Readonly<Record<string, number>>;

const ENDINGS = { text: '.txt', json: '.json', html: '.html' } as const;
const TABLE_ENDING = '.npy';

/** The corpus as a whole, or one shard. */
const SUMMARY_NAME = /^corpus(?:-\d+-of-\d+)?\.json$/i;

/**
 * Where the results of a corpus go: beside its own files one for every text, named after its path, and the loss tables, if
 * they are asked for, in the same or another folder.
 */
export class ResultFolder {
  private constructor(
    readonly out: string,
    private readonly tables: string | undefined,
    private readonly ending: string,
  ) {}

  /** Makes the folders. Throws Failure('request') when that is impossible, or none is named. */
  static async make({ out, table, format }: Options): Promise<ResultFolder> {
    if (out === undefined) {
      throw new Failure(
        'request',
        'Several files, or a folder, need --out FOLDER for their results; see duo-llm --help.',
      );
    }
    const folder = path.resolve(out);
    const tables = table === undefined ? undefined : path.resolve(table);
    await makeFolder('--out', folder);
    if (tables !== undefined) await makeFolder('--table', tables);
    return new ResultFolder(folder, tables, ENDINGS[format]);
  }

  /** Absolute. */
  get folders(): readonly string[] {
    return this.tables === undefined ? [this.out] : [this.out, this.tables];
  }

  /** Whether the result of a text would have the name of the corpus's own file. */
  isTaken(text: string): boolean {
    return SUMMARY_NAME.test(`${text}${this.ending}`);
  }

  /** Absolute. The whole corpus without a share. */
  summary(share: Share | undefined): string {
    return path.join(this.out, `${summaryStem(share)}.json`);
  }

  /** Absolute. What is finished, while a run goes on and after it. */
  journal(share: Share | undefined): string {
    return path.join(this.out, `${summaryStem(share)}.jsonl`);
  }

  /** Throws Failure('output'). */
  async write(
    text: string,
    result: Iterable<string>,
    table: Iterable<Uint8Array>,
  ): Promise<Written> {
    const written: Record<string, number> = {};
    for (const [ending, file] of this.filesOf(text)) {
      written[ending] = await writeWhole(file, ending === TABLE_ENDING ? table : result);
    }
    return written;
  }

  /** Whether all that is wanted of a text is there, as it was written. */
  async has(text: string, written: Written): Promise<boolean> {
    const there = this.filesOf(text).map(async ([ending, file]) => {
      const found = await stat(file).catch(() => undefined);
      return found?.isFile() === true && found.size === written[ending];
    });
    return (await Promise.all(there)).every(Boolean);
  }

  private filesOf(text: string): (readonly [ending: string, file: string])[] {
    const result = [this.ending, path.join(this.out, `${text}${this.ending}`)] as const;
    if (this.tables === undefined) return [result];
    return [result, [TABLE_ENDING, path.join(this.tables, `${text}${TABLE_ENDING}`)]];
  }
}

function summaryStem(share: Share | undefined): string {
  return share === undefined ? 'corpus' : `corpus-${String(share.shard)}-of-${String(share.of)}`;
}

async function makeFolder(option: string, folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    const reasons: Readonly<Record<string, string>> = {
      EEXIST: 'it is a file, and several results need a folder',
      ENOTDIR: 'a part of its path is a file',
      EACCES: 'it is protected',
    };
    throw new Failure(
      'request',
      `${option} ${folder} cannot be used: ${reasons[code] ?? message}.`,
    );
  }
}
