import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseManifest, type BundleFile, type BundleManifest } from '../core/bundleFormat';
import { Failure } from '../core/failure';
import { checkpoint } from './checkpoint';

const NEVER = new AbortController().signal;

/** A bundle's folder with its manifest. */
export class Bundle {
  /** Of the files that were checked: what they were then. */
  private readonly states = new Map<string, string>();

  private constructor(
    readonly folder: string,
    readonly manifest: BundleManifest,
    /** SHA-256 of `duo.json`. */
    readonly sha256: string,
  ) {}

  /** Reads `duo.json`; `checkBundle` checks the rest. Throws Failure('bundle'). */
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

  /**
   * Checks of every listed file that has changed since it was last checked that it lies in the bundle's folder, and its length
   * and SHA-256: quick where none has. Throws Failure('bundle') that names the first one at fault, or 'cancelled'.
   */
  async verify(signal = NEVER): Promise<void> {
    for (const file of this.manifest.files) await this.verifyFile(file, signal);
  }

  /** Checks one file. */
  async verifyFile(file: BundleFile, signal: AbortSignal): Promise<void> {
    await this.check(file, signal, async (path) => {
      const hash = createHash('sha256');
      await pipeline(createReadStream(path), hash, { signal });
      return hash;
    });
  }

  /** The bytes of a file, which is checked in any case. Throws as `verify` does. */
  async contents(file: BundleFile, signal: AbortSignal): Promise<Uint8Array> {
    let bytes: Uint8Array = new Uint8Array();
    this.states.delete(file.path);
    await this.check(file, signal, async (path) => {
      bytes = await readFile(path, { signal });
      return createHash('sha256').update(bytes);
    });
    return bytes;
  }

  /** A failure of the whole model because of a file that is what it should be, but not what can be used. */
  unusable(file: string, problem: string, cause?: unknown): Failure {
    return new Failure(
      'bundle',
      `The bundle in ${this.folder} cannot be used: ${file} ${problem}. Select another model.`,
      { cause },
    );
  }

  private async check(
    file: BundleFile,
    signal: AbortSignal,
    hashOf: (path: string) => Promise<Hash>,
  ): Promise<void> {
    try {
      const state = await this.state(file);
      if (this.states.get(file.path) === state) return;
      await checkpoint(signal);
      const digest = (await hashOf(this.path(file.path))).digest('hex');
      if (digest !== file.sha256) {
        throw this.damaged(file, `has SHA-256 ${digest} instead of ${file.sha256}`);
      }
      this.states.set(file.path, state);
    } catch (cause) {
      if (cause instanceof Failure) throw cause;
      await checkpoint(signal);
      throw this.damaged(file, `cannot be read (${reason(cause)})`, cause);
    }
  }

  /** What a file system changes with the file. */
  private async state(file: BundleFile): Promise<string> {
    const [root, place] = await Promise.all([
      realpath(this.folder),
      realpath(this.path(file.path)),
    ]);
    if (!place.startsWith(root + path.sep)) {
      throw this.damaged(file, 'is a link that leads out of the folder');
    }
    const found = await stat(place, { bigint: true });
    if (!found.isFile()) throw this.damaged(file, 'is no file');
    if (found.size !== BigInt(file.bytes)) {
      throw this.damaged(file, `has ${found.size} bytes instead of ${file.bytes}`);
    }
    return [found.dev, found.ino, found.mtimeNs, found.ctimeNs].join();
  }

  private damaged({ path: file }: BundleFile, problem: string, cause?: unknown): Failure {
    return new Failure(
      'bundle',
      `The bundle in ${this.folder} is damaged: ${file} ${problem}. Restore the file, or select another model.`,
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
