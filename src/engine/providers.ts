import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Provider, ProviderChoice } from '../protocol/engineApi';

const CUDA_FILES = ['libonnxruntime_providers_shared.so', 'libonnxruntime_providers_cuda.so'];

/**
 * What to try, in this order. `auto` is CUDA where onnxruntime has it, then the CPU, which always works. The other
 * providers have not been shown to be exact and faster than the CPU, so they run only when chosen.
 */
export function candidates(choice: ProviderChoice): readonly Provider[] {
  if (choice !== 'auto') return [choice];
  return process.platform === 'linux' ? ['cuda', 'cpu'] : ['cpu'];
}

/** Why a provider cannot even be tried, as a sentence; `undefined` if it can. */
export function obstacle(provider: Provider): string | undefined {
  if (provider !== 'cuda' || process.platform !== 'linux') return undefined;
  const folder = libraryFolder();
  const missing = CUDA_FILES.find((file) => !existsSync(path.join(folder, file)));
  return missing && `Its library ${missing} is not installed in ${folder}.`;
}

/** Where onnxruntime's native library lies, and looks for its providers. */
function libraryFolder(): string {
  const entry = require.resolve('onnxruntime-node');
  return path.join(path.dirname(entry), '..', 'bin', 'napi-v6', process.platform, process.arch);
}
