import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { CACHE } from '../paths';

/**
 * Results of the engine, one file each, so that a report is redrawn without a model run and an interrupted one goes on. A
 * result belongs to all that it follows from: the engine, the bundle, the text and what was asked.
 */
export class Cache {
  private readonly folder: string;

  /** `engine`: path of the built engine; `model`: what identifies the model's weights and graphs, see `BundleFacts`. */
  constructor(engine: string, model: string, root = path.join(CACHE, 'reproduce')) {
    this.folder = path.join(root, digest(readFileSync(engine), model).slice(0, 16));
    mkdirSync(this.folder, { recursive: true });
  }

  async get<Result>(
    asked: Readonly<Record<string, unknown>>,
    make: () => Promise<Result>,
  ): Promise<Result> {
    const file = path.join(this.folder, `${digest(JSON.stringify(asked)).slice(0, 32)}.bin`);
    if (existsSync(file)) return deserialize(readFileSync(file)) as Result;
    const result = await make();
    // Whole or not at all, however this process ends.
    writeFileSync(`${file}.part`, serialize(result));
    renameSync(`${file}.part`, file);
    return result;
  }
}

function digest(...parts: readonly (string | Buffer)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}
