import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { hostname } from 'node:os';
import path from 'node:path';

/** What decides which providers can work. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  readonly name: string;
  /** Folder of the package onnxruntime-node; empty: it is not installed, of which the engine says more. */
  readonly runtime: string;
  readonly runtimeVersion: string;
  /** Version of NVIDIA's driver; `undefined`: there is none, or it does not tell. */
  readonly driver: string | undefined;
  /** Whether the system knows a GPU; only Linux is asked. */
  readonly hasGpu: boolean;
  /** Folders that are searched for libraries first, as LD_LIBRARY_PATH has them. */
  readonly libraryPath: string;
}

/** This machine. `libraryPath`: of the engine. */
export function thisMachine(libraryPath = process.env['LD_LIBRARY_PATH'] ?? ''): Machine {
  const runtime = runtimeFolder();
  return {
    platform: process.platform,
    arch: process.arch,
    name: hostname(),
    runtime: runtime ?? '',
    runtimeVersion: versionOf(runtime),
    driver: driverVersion(),
    hasGpu: process.platform !== 'linux' || hasGpuDevice('/dev'),
    libraryPath,
  };
}

function runtimeFolder(): string | undefined {
  try {
    return path.resolve(createRequire(__filename).resolve('onnxruntime-node'), '../..');
  } catch {
    return undefined;
  }
}

function versionOf(runtime: string | undefined): string {
  if (runtime === undefined) return '';
  const manifest: unknown = JSON.parse(readFileSync(path.join(runtime, 'package.json'), 'utf8'));
  return (manifest as { readonly version: string }).version;
}

/** Where onnxruntime's native library lies, and looks for its providers. */
export function nativeFolder({ runtime, platform, arch }: Machine): string {
  return path.join(runtime, 'bin', 'napi-v6', platform, arch);
}

/** Whether a folder of devices has one of a GPU: of Mesa's drivers, of NVIDIA's, or of Windows for its guest. */
export function hasGpuDevice(devices: string): boolean {
  const dri = path.join(devices, 'dri');
  if (existsSync(dri) && readdirSync(dri).some((name) => name.startsWith('renderD'))) return true;
  return ['nvidiactl', 'dxg'].some((name) => existsSync(path.join(devices, name)));
}

const DRIVER_VERSION = '/sys/module/nvidia/version';

function driverVersion(): string | undefined {
  return existsSync(DRIVER_VERSION) ? readFileSync(DRIVER_VERSION, 'utf8').trim() : undefined;
}
