import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseManifest, type BundleFile, type BundleManifest } from '../core/bundleFormat';
import { Failure } from '../core/failure';
import { checkpoint } from './checkpoint';

/** A bundle's folder with its manifest. */
export class Bundle {
  private constructor(
    readonly folder: string,
    readonly manifest: BundleManifest,
    /** SHA-256 of `duo.json`. */
    readonly sha256: string,
  ) {}

  /** Reads `duo.json`; the other files are checked by `verify`. Throws Failure('bundle'). */
  static async read(folder: string): Promise<Bundle> {
    let bytes: Buffer;
    try {
      bytes = await readFile(path.join(folder, 'duo.json'));
    } catch (cause) {
      throw new Failure(
        'bundle',
        `No model can be opened in ${folder}: its duo.json cannot be read (${reason(cause)}). Select a folder that holds a Duo-LLM bundle.`,
        { cause },
      );
    }
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return new Bundle(folder, parseManifest(parseJson(bytes, folder)), sha256);
  }

  /** Absolute path of one of the bundle's files. */
  path(file: string): string {
    return path.join(this.folder, file);
  }

  /** Checks length and SHA-256 of every listed file. Throws Failure('bundle') that names the first one at fault, or 'cancelled'. */
  async verify(signal: AbortSignal): Promise<void> {
    for (const file of this.manifest.files) {
      await checkpoint(signal);
      await this.verifyFile(file, signal);
    }
  }

  private async verifyFile(file: BundleFile, signal: AbortSignal): Promise<void> {
    const hash = createHash('sha256');
    try {
      const { size } = await stat(this.path(file.path));
      if (size !== file.bytes) {
        throw this.damaged(file, `has ${size} bytes instead of ${file.bytes}`);
      }
      await pipeline(createReadStream(this.path(file.path)), hash, { signal });
    } catch (cause) {
      if (cause instanceof Failure) throw cause;
      await checkpoint(signal);
      throw this.damaged(file, `cannot be read (${reason(cause)})`, cause);
    }
    const digest = hash.digest('hex');
    if (digest !== file.sha256) {
      throw this.damaged(file, `has SHA-256 ${digest} instead of ${file.sha256}`);
    }
  }

  private damaged(file: BundleFile, problem: string, cause?: unknown): Failure {
    return new Failure(
      'bundle',
      `The bundle in ${this.folder} is damaged: ${file.path} ${problem}. Restore the file, or select another model.`,
      { cause },
    );
  }
}

function parseJson(bytes: Buffer, folder: string): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch (cause) {
    throw new Failure(
      'bundle',
      `The bundle in ${folder} is damaged: its duo.json is not JSON (${reason(cause)}). Restore the file, or select another model.`,
      { cause },
    );
  }
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && error.code === 'ENOENT' ? 'there is no such file' : error.message;
}
