import assert from 'node:assert/strict';
import type { Provider } from '../../../src/protocol/engineApi';
import { reasonOf } from '../../../src/providers/reasons';

const NO_LIBRARY = 'OrtSessionOptionsAppendExecutionProvider_Cuda: Failed to load shared library';
const notLoaded = (library: string, cause: string): string =>
  '[E:onnxruntime:onnxruntime-node, provider_bridge_ort.cc:2146 Create] /onnxruntime_src/onnxruntime/core/session/provider_bridge_ort.cc:1988 ' +
  'onnxruntime::Provider& onnxruntime::ProviderLibrary::Get() [ONNXRuntimeError] : 1 : FAIL : Failed to load library ' +
  `/home/me/bin/napi-v6/linux/x64/${library} with error: ${cause}`;
const absent = (library: string): string =>
  `${library}: cannot open shared object file: No such file or directory`;
const cudaFailure = (code: number, what: string): string =>
  `/onnxruntime_src/onnxruntime/core/providers/cuda/cuda_call.cc:123 CUDA failure ${code}: ${what} ; GPU=0 ; hostname=me ; ` +
  'file=/onnxruntime_src/onnxruntime/core/providers/cuda/cuda_execution_provider.cc ; line=245 ; expr=cudaSetDevice(info_.device_id);';

/** What onnxruntime and its libraries say, and the sentence. */
const CASES: readonly (readonly [
  what: string,
  provider: Provider,
  message: string,
  stderr: readonly string[],
  sentence: string,
])[] = [
  [
    'missing provider library',
    'cuda',
    NO_LIBRARY,
    [
      notLoaded(
        'libonnxruntime_providers_shared.so',
        absent('/home/me/bin/napi-v6/linux/x64/libonnxruntime_providers_shared.so'),
      ),
      '\u001b[m',
    ],
    'Its library libonnxruntime_providers_shared.so is missing; the command Set Up CUDA installs it.',
  ],
  [
    'missing libcublasLt',
    'cuda',
    NO_LIBRARY,
    [notLoaded('libonnxruntime_providers_cuda.so', absent('libcublasLt.so.13')), '\u001b[m'],
    'Its library libcublasLt.so.13 is missing; install it, or name its folder in the setting duoLLM.cuda.libraryPath.',
  ],
  [
    'no driver',
    'cuda',
    NO_LIBRARY,
    [notLoaded('libonnxruntime_providers_cuda.so', absent('libcuda.so.1')), '\u001b[m'],
    'There is no NVIDIA driver: its library libcuda.so.1 is missing.',
  ],
  [
    'old driver',
    'cuda',
    cudaFailure(35, 'CUDA driver version is insufficient for CUDA runtime version'),
    [],
    'The NVIDIA driver 550.54.15 is too old: CUDA 13 needs version 580 or newer.',
  ],
  [
    'no device',
    'cuda',
    cudaFailure(100, 'no CUDA-capable device is detected'),
    [],
    'No GPU was found that CUDA can use.',
  ],
  [
    'old device',
    'cuda',
    cudaFailure(209, 'no kernel image is available for execution on the device'),
    [],
    'The GPU is too old: CUDA 13 needs one of the Turing generation or newer.',
  ],
  [
    'full device',
    'cuda',
    cudaFailure(2, 'out of memory'),
    [],
    'The GPU has not enough free memory.',
  ],
  [
    'libraries of another release',
    'cuda',
    NO_LIBRARY,
    [
      notLoaded(
        'libonnxruntime_providers_cuda.so',
        "/x/libonnxruntime.so.1: version `VERS_1.29.0' not found (required by /x/libonnxruntime_providers_cuda.so)",
      ),
    ],
    'Its libraries are of another version than onnxruntime; the command Set Up CUDA installs those that fit.',
  ],
  [
    'no WebGPU adapter',
    'webgpu',
    '/onnxruntime_src/onnxruntime/core/providers/webgpu/webgpu_context.cc:136 adapter_result.status == wgpu::RequestAdapterStatus::Success was false. ' +
      'Failed to get a WebGPU adapter: No supported adapters',
    ['Warning: Vulkan shaderUniform*ArrayDynamicIndexing required.'],
    'No graphics driver here offers what WebGPU needs.',
  ],
  [
    'a graph that was made without a thought of WebGPU',
    'webgpu',
    "onnxruntime could not run oracle.onnx: Non-zero status code returned while running Split node. Name:'' Status Message: " +
      '/onnxruntime_src/onnxruntime/core/providers/webgpu/shader_helper.cc:306 onnxruntime::webgpu::ShaderVariableHelper& ' +
      'onnxruntime::webgpu::ShaderHelper::AddVariableImpl(bool, const std::string&, onnxruntime::webgpu::ShaderUsage, const onnxruntime::TensorShape&, uint32_t) ' +
      'numbers_storage_buffers_ <= limits_.maxStorageBuffersPerShaderStage was false. Too many storage buffers in shader. Current: 13, Max is 12.',
    [],
    "The model's Split wants 13 or more buffers at once, and the GPU has 12: the bundle needs graphs that are made for GPUs, see models/README.md.",
  ],
  [
    'a graph that was made without a thought of CUDA without cuDNN',
    'cuda',
    "onnxruntime could not run oracle.onnx: Non-zero status code returned while running ReduceMax node. Name:'' Status Message: " +
      'cuDNN is unavailable for CUDA Execution Provider: dlopen failed for libcudnn.so: libcudnn.so: cannot open shared object file: No such file or directory.',
    [],
    'Its library libcudnn.so is missing; install it, or name its folder in the setting duoLLM.cuda.libraryPath.',
  ],
  [
    'another platform',
    'dml',
    'onnxruntime could not load forward.onnx on dml: no available backend found. ERR: [dml] backend not found.',
    [],
    'onnxruntime has no DirectML on this platform.',
  ],
  [
    'a crash',
    'webgpu',
    'The engine process ended (signal SIGSEGV): Error: lost. Run the command again to start a new one.',
    [],
    'Its process ended (signal SIGSEGV): Error: lost.',
  ],
  [
    'anything else',
    'webgpu',
    `Non-zero status code\nreturned while running Split node. ${'x'.repeat(500)}`,
    [],
    `WebGPU failed: ${`Non-zero status code returned while running Split node. ${'x'.repeat(500)}`.slice(0, 300)}.`,
  ],
];

describe('why a provider does not work', () => {
  for (const [what, provider, message, stderr, sentence] of CASES) {
    it(what, () => {
      const driver = '550.54.15';
      assert.equal(reasonOf({ provider, message, stderr, driver }), sentence);
    });
  }

  it('does without the driver’s version', () => {
    const message = 'CUDA driver version is insufficient for CUDA runtime version';
    assert.equal(
      reasonOf({ provider: 'cuda', message, stderr: [] }),
      'The NVIDIA driver is too old: CUDA 13 needs version 580 or newer.',
    );
  });
});
