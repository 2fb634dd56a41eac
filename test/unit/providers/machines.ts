import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CUDA_PROVIDER_FILES } from '../../../src/providers/candidates';
import { nativeFolder, type Machine } from '../../../src/providers/machine';

/** A Linux machine whose onnxruntime and libraries lie in a folder. */
export function machineIn(folder: string, rest: Partial<Machine> = {}): Machine {
  return {
    platform: 'linux',
    arch: 'x64',
    name: 'test',
    runtime: path.join(folder, 'runtime'),
    runtimeVersion: '1.2.3',
    driver: '580.1',
    hasGpu: true,
    libraryPath: path.join(folder, 'libraries'),
    ...rest,
  };
}

export function installCudaFiles(machine: Machine): void {
  writeEmpty(nativeFolder(machine), ...CUDA_PROVIDER_FILES);
}

export function installVulkan(machine: Machine): void {
  writeEmpty(machine.libraryPath, 'libvulkan.so.1');
}

export function writeEmpty(folder: string, ...files: string[]): void {
  mkdirSync(folder, { recursive: true });
  for (const file of files) writeFileSync(path.join(folder, file), '');
}
