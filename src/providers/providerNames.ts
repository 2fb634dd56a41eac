import type { Provider, ProviderReport } from '../protocol/engineApi';

/** Providers as people know them. */
export const PROVIDER_NAMES: Readonly<Record<Provider, string>> = {
  cpu: 'CPU',
  cuda: 'CUDA',
  webgpu: 'WebGPU',
  dml: 'DirectML',
  coreml: 'Core ML',
};

/** What runs a model, in words. Of a GPU's provider the threads of the processor say nothing. */
export function providerInWords({
  provider,
  threads,
}: Pick<ProviderReport, 'provider' | 'threads'>): string {
  const name = PROVIDER_NAMES[provider];
  if (provider !== 'cpu') return name;
  return `${name}, ${threads === 1 ? '1 thread' : `${String(threads)} threads`}`;
}
