import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { addAbortSignal, type Readable } from 'node:stream';
import type { AnalysisSource } from '../core/analysis';
import { Failure } from '../core/failure';

/** A text to analyse and what the result says about where it came from. */
export interface SourceText {
  readonly text: string;
  readonly source: AnalysisSource;
  /** A sentence for the user when the bytes were not quite a text. */
  readonly warning: string | undefined;
}

/** Like Git: a NUL among the first bytes marks a file that is not text. */
const BYTES_LOOKED_AT = 8000;

/**
 * Reads FILE, or standard input for `-`. A byte-order mark is kept as the text's first character, so that offsets count
 * from the first byte of the file; bytes that are not UTF-8 become U+FFFD. Throws Failure: 'text' when it cannot be read or
 * is binary, 'cancelled' when the signal aborts. `name`: what sentences call it.
 */
export async function readSource(
  file: string,
  stdin: Readable,
  signal: AbortSignal,
  name = file === '-' ? 'standard input' : file,
): Promise<SourceText> {
  const bytes = await readBytes(file, stdin, signal, name);
  if (bytes.subarray(0, BYTES_LOOKED_AT).includes(0)) {
    throw new Failure('text', `${name} is binary, or text in UTF-16: only UTF-8 text is analysed.`);
  }
  const { text, damaged } = decode(bytes);
  return {
    text,
    source: {
      name: file === '-' ? '-' : path.basename(file),
      length: text.length,
      sha256: createHash('sha256').update(text, 'utf8').digest('hex'),
    },
    warning: damaged ? `${name} is not valid UTF-8; each wrong byte is read as U+FFFD.` : undefined,
  };
}

function decode(bytes: Uint8Array): { text: string; damaged: boolean } {
  // `ignoreBOM` is the decoder's word for leaving a byte-order mark in the text.
  try {
    const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    return { text: strict.decode(bytes), damaged: false };
  } catch {
    return { text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes), damaged: true };
  }
}

async function readBytes(
  file: string,
  stdin: Readable,
  signal: AbortSignal,
  name: string,
): Promise<Uint8Array> {
  try {
    // Who types a text by hand can think better of it.
    if (file === '-') return await buffer(addAbortSignal(signal, stdin));
    return await readFile(file, { signal });
  } catch (error) {
    if (signal.aborted) throw new Failure('cancelled', 'Cancelled.');
    const reasons: Readonly<Record<string, string>> = {
      ENOENT: 'there is no such file',
      EACCES: 'reading it is not permitted',
      EISDIR: 'it is a folder',
    };
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new Failure('text', `${name} cannot be read: ${reasons[code] ?? message}.`);
  }
}
