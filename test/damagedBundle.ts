import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { rewritten, type Rewriting } from './onnxFile';

const TINY = path.join(__dirname, 'fixtures', 'tiny-duo');

/** `duo.json`, as far as it is changed here. */
export interface Manifest {
  format: number;
  name: string;
  vocabulary: number;
  bos: number;
  dimensions: Record<string, number>;
  routers: { name: string; budget: number; modules: string[] }[];
  graphs: { forward: string; oracles: { modules: string[]; positions: number; file: string }[] };
  files: { path: string; bytes: number; sha256: string }[];
}

/** `tokenizer.json`, as far as it is changed here. */
export interface TokenizerFile {
  normalizer: unknown;
  decoder: unknown;
  pre_tokenizer: unknown;
  model: { type: string; vocab: Record<string, number>; merges: unknown[] };
}

/** A copy of the tiny bundle, in a folder of its own, to be damaged. */
export class DamagedBundle {
  private readonly outer = mkdtempSync(path.join(tmpdir(), 'duo-llm-damaged-'));
  readonly folder = path.join(this.outer, 'bundle');

  constructor() {
    cpSync(TINY, this.folder, { recursive: true });
  }

  path(file: string): string {
    return path.join(this.folder, file);
  }

  bytes(file: string): Buffer {
    return readFileSync(this.path(file));
  }

  /** Replaces a file; duo.json tells of the one before. */
  replace(file: string, bytes: Uint8Array | string): void {
    writeFileSync(this.path(file), bytes);
  }

  /** Replaces a file; duo.json tells of it. */
  rewrite(file: string, bytes: Uint8Array | string): void {
    this.replace(file, bytes);
    this.list(file);
  }

  /** Length and hash of a file in duo.json become what they are. */
  list(file: string): void {
    this.manifest(({ files }) => {
      const listed = files.find((entry) => entry.path === file);
      if (listed === undefined) throw new Error(`duo.json does not list ${file}.`);
      listed.bytes = statSync(this.path(file)).size;
      listed.sha256 = createHash('sha256').update(this.bytes(file)).digest('hex');
    });
  }

  graph(file: string, rewriting: Rewriting): void {
    this.rewrite(file, rewritten(this.bytes(file), rewriting));
  }

  tokenizer(change: (json: TokenizerFile) => void): void {
    const json = JSON.parse(this.bytes('tokenizer.json').toString()) as TokenizerFile;
    change(json);
    this.rewrite('tokenizer.json', JSON.stringify(json));
  }

  manifest(change: (json: Manifest) => void): void {
    const json = JSON.parse(this.bytes('duo.json').toString()) as Manifest;
    change(json);
    this.replace('duo.json', JSON.stringify(json));
  }

  remove(): void {
    rmSync(this.outer, { recursive: true });
  }
}
