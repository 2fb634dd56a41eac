import assert from 'node:assert/strict';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Failure } from '../../../src/core/failure';
import { CUDA_PROVIDER_FILES } from '../../../src/providers/candidates';
import { CUDA_LIBRARIES, notFound } from '../../../src/providers/cuda/libraries';
import {
  CUDA_PACKAGE,
  fetchProviderFiles,
  folderWithProviderFiles,
  installScript,
  linkProviderFiles,
  missingProviderFiles,
} from '../../../src/providers/cuda/providerFiles';
import { nativeFolder, thisMachine } from '../../../src/providers/machine';
import { temporaryFolder } from '../../host/temporaryFolder';
import { machineIn, writeEmpty } from './machines';

const never = new AbortController().signal;

describe('setting up CUDA', () => {
  let folder: string;

  beforeEach(() => {
    folder = temporaryFolder('providers');
  });

  it('says of onnxruntime’s script what the script does', () => {
    const machine = thisMachine();
    const script = installScript(machine);
    assert.ok(script);
    const load = createRequire(script);
    const { requirements, manifests, packages, feeds } = load('./install-metadata.js') as {
      readonly requirements: Readonly<Record<string, readonly string[]>>;
      readonly manifests: Readonly<Record<string, Readonly<Record<string, { package: string }>>>>;
      readonly packages: Readonly<
        Record<string, { name: string; versions: { version: string }[] }>
      >;
      readonly feeds: { readonly nuget: { readonly index: string } };
    };
    assert.deepEqual(requirements['linux/x64'], ['cuda12']);
    const files = manifests['linux/x64:cuda12'] ?? {};
    for (const file of CUDA_PROVIDER_FILES) {
      const source = packages[files[`./${file}`]?.package ?? ''];
      assert.equal(source?.name, CUDA_PACKAGE.name);
      assert.deepEqual(
        source.versions.map(({ version }) => version),
        [machine.runtimeVersion],
      );
    }
    assert.equal(new URL(feeds.nuget.index).host, CUDA_PACKAGE.server);
  });

  it('runs the script, and passes on what it says', async () => {
    const script = path.join(folder, 'install.js');
    writeFileSync(script, 'console.log(`Downloading ${process.env.ONNXRUNTIME_NODE_INSTALL}`);');
    const lines: string[] = [];
    await fetchProviderFiles(script, (line) => lines.push(line), never);
    assert.deepEqual(lines, ['Downloading cuda12']);
  });

  it('says why the script failed, and what to do without it', async () => {
    const script = path.join(folder, 'install.js');
    writeFileSync(script, 'throw new Error("getaddrinfo ENOTFOUND api.nuget.org");');
    await assert.rejects(
      fetchProviderFiles(script, () => undefined, never),
      (error) =>
        error instanceof Failure &&
        error.code === 'provider' &&
        error.message.includes('fetched: Error: getaddrinfo ENOTFOUND api.nuget.org. Where') &&
        error.message.includes('duoLLM.cuda.libraryPath'),
    );
  });

  it('stops the script when it is cancelled', async () => {
    const script = path.join(folder, 'install.js');
    writeFileSync(script, 'console.log("on"); setInterval(() => {}, 1000);');
    const controller = new AbortController();
    const run = fetchProviderFiles(
      script,
      () => {
        controller.abort();
      },
      controller.signal,
    );
    await assert.rejects(run, { code: 'cancelled' });
  });

  it('takes files that the user has', async () => {
    const machine = machineIn(folder);
    const own = path.join(folder, 'own');
    mkdirSync(nativeFolder(machine), { recursive: true });
    writeEmpty(own, ...CUDA_PROVIDER_FILES);
    assert.deepEqual(missingProviderFiles(machine), CUDA_PROVIDER_FILES);
    assert.equal(folderWithProviderFiles(`${folder}::${own}`), own);
    assert.equal(folderWithProviderFiles(folder), undefined);
    await linkProviderFiles(own, machine);
    await linkProviderFiles(own, machine);
    assert.deepEqual(missingProviderFiles(machine), []);
    assert.ok(existsSync(path.join(nativeFolder(machine), CUDA_PROVIDER_FILES[1])));
  });

  it('says why the user’s files cannot be used', async () => {
    await assert.rejects(linkProviderFiles(folder, machineIn(folder)), { code: 'provider' });
  });

  it('finds libraries where the linker and the user say they are', () => {
    writeEmpty(folder, 'libcublas.so.13');
    const cache = [
      '2 libs found in cache',
      '\tlibcudart.so.13 (libc6,x86-64) => /usr/lib/libcudart.so.13',
      '\tlibcuda.so.1 (libc6,x86-64) => /usr/lib/libcuda.so.1',
    ].join('\n');
    assert.deepEqual(notFound(Object.keys(CUDA_LIBRARIES), `:${folder}`, cache), [
      'libcublasLt.so.13',
      'libcurand.so.10',
    ]);
  });
});
