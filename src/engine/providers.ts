import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Provider, ProviderChoice } from '../protocol/engineApi';

/** What `auto` considers, best first; the CPU, which always works, comes last. */
const ACCELERATORS: Partial<Record<NodeJS.Platform, readonly Provider[]>> = {
  linux: ['cuda', 'webgpu'],
  win32: ['webgpu', 'dml'],
  darwin: ['webgpu', 'coreml'],
};

const CUDA_FILES = ['libonnxruntime_providers_shared.so', 'libonnxruntime_providers_cuda.so'];

export function candidates(choice: ProviderChoice): readonly Provider[] {
  return choice === 'auto' ? [...(ACCELERATORS[process.platform] ?? []), 'cpu'] : [choice];
}

/** Why a provider is not even tried, as a sentence; `undefined` if it should be. */
export function obstacle(provider: Provider, choice: ProviderChoice): string | undefined {
  if (provider === 'cuda' && process.platform === 'linux') {
    const folder = libraryFolder();
    const missing = CUDA_FILES.find((file) => !existsSync(path.join(folder, file)));
    return missing && `Its library ${missing} is not installed in ${folder}.`;
  }
  if (provider !== 'cpu' && choice === 'auto') {
    return 'It has not yet been shown to be exact and faster than the CPU, so it is used only when chosen in the settings.';
  }
  return undefined;
}

/** Where onnxruntime's native library lies, and looks for its providers. */
function libraryFolder(): string {
  const entry = require.resolve('onnxruntime-node');
  return path.join(path.dirname(entry), '..', 'bin', 'napi-v6', process.platform, process.arch);
}
