import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Failure } from '../../core/failure';
import { CUDA_PROVIDER_FILES } from '../candidates';
import { nativeFolder, type Machine } from '../machine';

/**
 * What onnxruntime-node's own script fetches, of the version of onnxruntime-node itself. Megabytes are those of release 1.29,
 * packed and on disk: the exact size is known to the server alone, and nothing is asked of it before the user agrees.
 */
export const CUDA_PACKAGE = {
  name: 'Microsoft.ML.OnnxRuntime.Gpu.Linux',
  server: 'api.nuget.org',
  megabytes: { packed: 180, unpacked: 220 },
} as const;

/** What the script calls the only set of files that it knows for Linux; its libraries are those of CUDA 13. */
const MANIFEST = 'cuda12';

/** onnxruntime-node's own script; `undefined`: it is not installed. */
export function installScript({ runtime }: Machine): string | undefined {
  const script = path.join(runtime, 'script', 'install.js');
  return existsSync(script) ? script : undefined;
}

/** Provider libraries that are not beside onnxruntime. */
export function missingProviderFiles(machine: Machine): string[] {
  return CUDA_PROVIDER_FILES.filter((file) => !existsSync(path.join(nativeFolder(machine), file)));
}

/**
 * Runs the script, which fetches the package and puts the provider's libraries beside onnxruntime. `onLine` gets what it
 * says. Throws Failure: 'provider', or 'cancelled'.
 */
export async function fetchProviderFiles(
  script: string,
  onLine: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const child = spawn(process.execPath, [script], {
    env: scriptEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      said.push(line);
      onLine(line);
    });
  }
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', (error) => {
      said.push(error.message);
    });
    child.once('close', resolve);
  });
  if (signal.aborted) throw new Failure('cancelled', 'Cancelled.');
  if (code === 0) return;
  const cause = said.findLast((line) => /error|failed/i.test(line)) ?? 'it does not say why';
  throw new Failure(
    'provider',
    `The CUDA libraries of onnxruntime could not be fetched: ${cause.trim().replace(/\.$/, '')}. ` +
      `Where ${CUDA_PACKAGE.server} cannot be reached, take ${CUDA_PROVIDER_FILES.join(' and ')} from the package ${CUDA_PACKAGE.name} ` +
      'elsewhere, and name their folder in the setting duoLLM.cuda.libraryPath.',
  );
}

function scriptEnvironment(): NodeJS.ProcessEnv {
  // Below npm, as after `npm start`, the script believes that it is being installed, and does nothing.
  const ours = Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name));
  return {
    ...Object.fromEntries(ours),
    ONNXRUNTIME_NODE_INSTALL: MANIFEST,
    // An Electron executable behaves as Node.
    ELECTRON_RUN_AS_NODE: '1',
  };
}

/** The first of the folders that holds all the provider's libraries. */
export function folderWithProviderFiles(libraryPath: string): string | undefined {
  return libraryPath
    .split(':')
    .find(
      (folder) =>
        folder !== '' && CUDA_PROVIDER_FILES.every((file) => existsSync(path.join(folder, file))),
    );
}

/** Makes the libraries of a folder those of onnxruntime, which looks for them only beside itself. Throws Failure('provider'). */
export async function linkProviderFiles(folder: string, machine: Machine): Promise<void> {
  for (const file of CUDA_PROVIDER_FILES) {
    const source = path.resolve(folder, file);
    const target = path.join(nativeFolder(machine), file);
    try {
      await rm(target, { force: true });
      // Some file systems have no links.
      await symlink(source, target).catch(() => copyFile(source, target));
    } catch (cause) {
      throw new Failure(
        'provider',
        `${file} could not be put into ${path.dirname(target)}: ${cause instanceof Error ? cause.message : String(cause)}.`,
        { cause },
      );
    }
  }
}
