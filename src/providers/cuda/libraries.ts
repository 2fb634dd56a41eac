import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Machine } from '../machine';

/** What onnxruntime's CUDA provider is linked with, and where it comes from. */
export const CUDA_LIBRARIES: Readonly<Record<string, string>> = {
  'libcuda.so.1': 'the NVIDIA driver, 580 or newer',
  'libcudart.so.13': 'CUDA 13',
  'libcublas.so.13': 'CUDA 13',
  'libcublasLt.so.13': 'CUDA 13',
  'libcurand.so.10': 'CUDA 13',
};

/** Those of them that the engine would not find. */
export async function missingLibraries(machine: Machine): Promise<string[]> {
  return notFound(Object.keys(CUDA_LIBRARIES), machine.libraryPath, await linkerCache());
}

/** `libraryPath`: folders, as LD_LIBRARY_PATH has them; `linkerCache`: what `ldconfig -p` prints. */
export function notFound(
  libraries: readonly string[],
  libraryPath: string,
  linkerCache: string,
): string[] {
  const known = new Set(Array.from(linkerCache.matchAll(/^\s*(\S+) \(/gm), ([, name]) => name));
  const folders = libraryPath.split(':').filter((folder) => folder !== '');
  return libraries.filter(
    (library) =>
      !known.has(library) && !folders.some((folder) => existsSync(path.join(folder, library))),
  );
}

async function linkerCache(): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)('/sbin/ldconfig', ['-p']);
    return stdout;
  } catch {
    return '';
  }
}
