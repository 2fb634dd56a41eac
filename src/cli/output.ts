import { constants, createWriteStream } from 'node:fs';
import { access, mkdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Failure } from '../core/failure';

/**
 * Fails early, before an analysis that may take minutes. Throws Failure('request') when a file cannot be written, or not
 * be made in its folder.
 */
export async function checkWritable(file: string | undefined): Promise<void> {
  if (file === undefined) return;
  const found = await stat(file).catch(() => undefined);
  if (found?.isDirectory() === true) throw unwritable(file, 'it is a folder');
  try {
    await access(found === undefined ? path.dirname(file) : file, constants.W_OK);
  } catch {
    const problem = found === undefined ? 'its folder is missing or protected' : 'it is protected';
    throw unwritable(file, problem);
  }
}

/** Throws Failure('output'). */
export async function writeFile(
  file: string,
  chunks: Iterable<string | Uint8Array>,
): Promise<void> {
  try {
    await pipeline(Readable.from(chunks), createWriteStream(file));
  } catch (error) {
    throw new Failure('output', `${file} could not be written: ${(error as Error).message}.`);
  }
}

function unwritable(file: string, problem: string): Failure {
  return new Failure('request', `${file} cannot be written: ${problem}.`);
}

/**
 * Writes to a stream that stays open. A reader that has seen enough, like `head`, is no failure; anything else throws
 * Failure('output').
 */
export async function writeStream(
  stream: Writable,
  chunks: Iterable<string> | AsyncIterable<string>,
): Promise<void> {
  try {
    await pipeline(Readable.from(chunks), stream, { end: false });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'EPIPE') {
      throw new Failure('output', `The result could not be written: ${message}.`);
    }
  }
}

/**
 * Writes a file under another name and renames it when it is whole, so that no half of one is ever taken for it; makes its
 * folder. Returns its bytes. Throws Failure('output').
 */
export async function writeWhole(
  file: string,
  chunks: Iterable<string | Uint8Array>,
): Promise<number> {
  const part = `${file}.part`;
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(part, chunks);
    await rename(part, file);
    return (await stat(file)).size;
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    if (error instanceof Failure) throw error;
    throw new Failure('output', `${file} could not be written: ${(error as Error).message}.`);
  }
}
