import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, cpus, release, totalmem } from 'node:os';
import path from 'node:path';
import { usableCores } from '../../src/engine/threads';

/** What the measurements ran on, as names and values. */
export function machine(): readonly (readonly [name: string, value: string])[] {
  const processor = cpus()[0]?.model.trim() ?? 'unknown';
  return [
    ['processor', `${processor}, ${process.arch}`],
    ['cores', `${usableCores()} usable, of ${availableParallelism()} processors`],
    ['memory', `${(totalmem() / 2 ** 30).toFixed(0)} GB`],
    ['system', `${process.platform} ${release()}`],
    ['Node', process.version],
    ['onnxruntime-node', runtimeVersion()],
  ];
}

function runtimeVersion(): string {
  const entry = createRequire(__filename).resolve('onnxruntime-node');
  const file = path.join(path.dirname(entry), '..', 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
