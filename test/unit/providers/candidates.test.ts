import assert from 'node:assert/strict';
import { candidates, obstacle } from '../../../src/providers/candidates';
import { temporaryFolder } from '../../host/temporaryFolder';
import { installCudaFiles, installVulkan, machineIn } from './machines';

describe('the providers that auto tries', () => {
  let folder: string;

  beforeEach(() => {
    folder = temporaryFolder('providers');
  });

  it('are those of the platform, in order', () => {
    const of = (platform: NodeJS.Platform, arch = 'x64') =>
      candidates(machineIn(folder, { platform, arch }));
    assert.deepEqual(of('linux'), ['cuda', 'webgpu']);
    assert.deepEqual(of('linux', 'arm64'), []);
    assert.deepEqual(of('win32'), ['dml', 'webgpu']);
    assert.deepEqual(of('darwin', 'arm64'), ['coreml', 'webgpu']);
  });

  it('leave CUDA aside without onnxruntime’s libraries for it', () => {
    const machine = machineIn(folder);
    assert.equal(
      obstacle('cuda', machine),
      'Its library libonnxruntime_providers_shared.so is not installed; the command Set Up CUDA does that.',
    );
    installCudaFiles(machine);
    assert.equal(obstacle('cuda', machine), undefined);
  });

  it('include WebGPU where Vulkan and a GPU are', () => {
    const machine = machineIn(folder);
    installVulkan(machine);
    assert.equal(
      obstacle('webgpu', { ...machine, hasGpu: false }),
      'There is no GPU for Vulkan; a driver in software would be slower than the CPU.',
    );
    assert.equal(obstacle('webgpu', machine), undefined);
    assert.equal(obstacle('webgpu', machineIn(folder, { platform: 'darwin' })), undefined);
  });
});
