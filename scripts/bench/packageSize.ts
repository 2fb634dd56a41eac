import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { packageExtension } from '../package';
import { ROOT } from '../paths';
import { value, type Measurement } from './measurement';

const MEGABYTE = 2 ** 20;

/** The VSIX for this platform, and how much of it is onnxruntime's native library. */
export async function* packageSize(): AsyncGenerator<Measurement> {
  const { size } = statSync(await packageExtension());
  const native = path.join(
    ROOT,
    'node_modules/onnxruntime-node/bin/napi-v6',
    process.platform,
    process.arch,
  );
  const deflated = readdirSync(native)
    .map((file) => deflateRawSync(readFileSync(path.join(native, file))).length)
    .reduce((sum, length) => sum + length, 0);
  yield value('VSIX', 'MB', size / MEGABYTE, {
    reference: { name: 'onnxruntime in it', value: deflated / MEGABYTE },
  });
}
