import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { Asked } from '../assistant/question';
import { Failure } from '../core/failure';
import type { AskedText } from '../interactive/assistantRun';
import { readSource } from './source';

/** As VS Code opens them. */
const MOST_MEGABYTES = 50;

/**
 * The text that a question is about: it names a file, or brings the text. Throws Failure: 'request' when it does neither,
 * 'text' when the file cannot be read or is no text.
 */
export async function askedText(
  { file, text }: Pick<Asked, 'file' | 'text'>,
  signal: AbortSignal,
): Promise<AskedText> {
  if (text !== undefined) {
    const sha256 = createHash('sha256').update(text, 'utf8').digest('hex');
    return { text, source: { name: 'text', length: text.length, sha256 } };
  }
  if (file === undefined) throw new Failure('request', 'Give "file" or "text" to ask about.');
  // Also keeps `-` from being standard input, where the protocol is spoken.
  const absolute = path.resolve(file);
  const { size = 0 } = (await stat(absolute).catch(() => undefined)) ?? {};
  if (size > MOST_MEGABYTES * 2 ** 20) {
    throw new Failure('text', `${file} is larger than ${String(MOST_MEGABYTES)} MB.`);
  }
  return await readSource(absolute, Readable.from([]), signal, file);
}
