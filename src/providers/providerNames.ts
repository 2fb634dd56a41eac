import type { Provider } from '../protocol/engineApi';

/** Providers as people know them. */
export const PROVIDER_NAMES: Readonly<Record<Provider, string>> = {
  cpu: 'CPU',
  cuda: 'CUDA',
  webgpu: 'WebGPU',
  dml: 'DirectML',
  coreml: 'Core ML',
};
