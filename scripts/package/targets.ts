const WINDOWS = [
  ...['onnxruntime_binding.node', 'onnxruntime.dll'],
  // What it loads for DirectML, and for WebGPU on Direct3D 12.
  ...['DirectML.dll', 'dxcompiler.dll', 'dxil.dll'],
];
const LINUX = ['onnxruntime_binding.node', 'libonnxruntime.so.1'];

/**
 * The platforms that have a package, as VS Code names them, and the native files that onnxruntime loads there. Its folder
 * for macOS holds the library a second time, under a name that nothing asks for.
 */
export const RUNTIME_FILES = {
  'linux-x64': LINUX,
  'linux-arm64': LINUX,
  'darwin-arm64': ['onnxruntime_binding.node', 'libonnxruntime.1.dylib'],
  'win32-x64': WINDOWS,
  'win32-arm64': WINDOWS,
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Target = keyof typeof RUNTIME_FILES;

export const TARGETS = Object.keys(RUNTIME_FILES) as readonly Target[];

const NO_BINARIES: Readonly<Record<string, string>> = {
  'darwin-x64': 'Intel Macs (it had them until 1.23)',
  'alpine-x64': 'Alpine Linux, whose C library is musl',
  'alpine-arm64': 'Alpine Linux, whose C library is musl',
  'linux-armhf': '32-bit ARM',
};

/** onnxruntime's install script as one file, and for which package: it fetches CUDA's libraries for this platform only. */
export const INSTALL_SCRIPT = {
  target: 'linux-x64',
  built: 'dist/onnxruntime-node/script/install.js',
  shipped: 'node_modules/onnxruntime-node/script/install.js',
} as const;

/** @throws Error with a sentence when there is no package for a target of that name. */
export function targetOf(name: string): Target {
  const target = TARGETS.find((each) => each === name);
  if (target !== undefined) return target;
  const platform = NO_BINARIES[name];
  const why =
    platform === undefined
      ? `There is no target ${name}.`
      : `There is no package for ${name}: onnxruntime has no binaries for ${platform}.`;
  throw new Error(`${why} The targets are ${TARGETS.join(', ')}.`);
}

/** What VS Code calls the platform that this program runs on. */
export function hostTarget(): string {
  const { platform, arch } = process;
  return platform === 'linux' && !hasGlibc() ? `alpine-${arch}` : `${platform}-${arch}`;
}

function hasGlibc(): boolean {
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime !== undefined;
}

/** Folder of onnxruntime's native files for a target, relative to ROOT. */
export function runtimeFolder(target: Target): string {
  return `node_modules/onnxruntime-node/bin/napi-v6/${target.replace('-', '/')}`;
}
