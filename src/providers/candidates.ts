import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Provider } from '../protocol/engineApi';
import { nativeFolder, type Machine } from './machine';

/** onnxruntime's own libraries for CUDA, which its npm package leaves out. */
export const CUDA_PROVIDER_FILES = [
  'libonnxruntime_providers_shared.so',
  'libonnxruntime_providers_cuda.so',
] as const;

const VULKAN_LOADER = 'libvulkan.so.1';
const SYSTEM_FOLDERS = [
  '/usr/lib/x86_64-linux-gnu',
  '/lib/x86_64-linux-gnu',
  '/usr/lib64',
  '/usr/lib',
];

/** What `auto` tries before the CPU, in this order: what onnxruntime's npm package knows on the platform. */
export function candidates({ platform, arch }: Machine): readonly Provider[] {
  if (platform === 'linux') return arch === 'x64' ? ['cuda', 'webgpu'] : [];
  if (platform === 'win32') return ['dml', 'webgpu'];
  return platform === 'darwin' ? ['coreml', 'webgpu'] : [];
}

/** Why a provider need not even be tried, as a sentence; `undefined` if it must. Looks at a few files and starts nothing. */
export function obstacle(provider: Provider, machine: Machine): string | undefined {
  if (machine.platform !== 'linux') return undefined;
  if (provider === 'cuda') {
    const missing = CUDA_PROVIDER_FILES.find(
      (file) => !existsSync(path.join(nativeFolder(machine), file)),
    );
    return missing && `Its library ${missing} is not installed; the command Set Up CUDA does that.`;
  }
  if (provider !== 'webgpu') return undefined;
  const folders = [...machine.libraryPath.split(':'), ...SYSTEM_FOLDERS];
  if (!folders.some((folder) => existsSync(path.join(folder, VULKAN_LOADER)))) {
    return `It needs Vulkan, whose library ${VULKAN_LOADER} is not installed.`;
  }
  // Many systems have such a driver, which would take all cores for a minute to show that it is slower than they are.
  return machine.hasGpu
    ? undefined
    : 'There is no GPU for Vulkan; a driver in software would be slower than the CPU.';
}
