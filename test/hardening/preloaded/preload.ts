import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { EngineClientOptions } from '../../../src/client/engineClient';

/** Options for an engine that loads a script of this folder before itself. */
export function preload(name: string): Pick<EngineClientOptions, 'env'> {
  const script = pathToFileURL(path.join(__dirname, `${name}.mjs`)).href;
  return { env: { NODE_OPTIONS: `--import=${script}` } };
}
