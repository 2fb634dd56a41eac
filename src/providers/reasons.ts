import type { Provider } from '../protocol/engineApi';
import { PROVIDER_NAMES } from './providerNames';

/** What is known of a provider's failure. */
export interface FailedProvider {
  readonly provider: Provider;
  /** What the engine or onnxruntime threw. */
  readonly message: string;
  /** What its process wrote on standard error, often the only place that names the cause. */
  readonly stderr: readonly string[];
  /** Version of NVIDIA's driver, where it tells. */
  readonly driver?: string | undefined;
}

/** A pattern in what is known, and the sentence that it stands for. The first that fits counts. */
type Reason = readonly [RegExp, (match: RegExpMatchArray, failed: FailedProvider) => string];

const REASONS: readonly Reason[] = [
  [
    /(libonnxruntime_providers_\w+\.so): cannot open shared object file/,
    ([, library]) =>
      `Its library ${library ?? ''} is missing; the command Set Up CUDA installs it.`,
  ],
  [
    /(libcuda\.so[.\d]*): cannot open shared object file/,
    ([, library]) => `There is no NVIDIA driver: its library ${library ?? ''} is missing.`,
  ],
  [
    /(lib[\w.+-]+\.so[.\d]*): cannot open shared object file/,
    ([, library], { provider }) =>
      `Its library ${library ?? ''} is missing; install it${provider === 'cuda' ? ', or name its folder in the setting duoLLM.cuda.libraryPath' : ''}.`,
  ],
  [
    /(?:version `[^']+' not found|undefined symbol)/,
    () =>
      'Its libraries are of another version than onnxruntime; the command Set Up CUDA installs those that fit.',
  ],
  [
    /CUDA driver version is insufficient for CUDA runtime version|CUDA failure 35\b/,
    (_, { driver }) =>
      `The NVIDIA driver${driver === undefined ? '' : ` ${driver}`} is too old: CUDA 13 needs version 580 or newer.`,
  ],
  [
    /no CUDA-capable device is detected|CUDA failure 100\b/,
    () => 'No GPU was found that CUDA can use.',
  ],
  [
    /no kernel image is available|CUDA failure 209\b/,
    () => 'The GPU is too old: CUDA 13 needs one of the Turing generation or newer.',
  ],
  [
    /CUDA failure 2\b|out of memory|Failed to allocate memory/i,
    () => 'The GPU has not enough free memory.',
  ],
  [/Failed to get a WebGPU adapter/, () => 'No graphics driver here offers what WebGPU needs.'],
  [
    /running (\w+) node[^]*Too many storage buffers in shader\. Current: (\d+), Max is (\d+)/,
    ([, operator, wanted, most]) =>
      `The model's ${operator ?? ''} wants ${wanted ?? ''} or more buffers at once, and the GPU has ${most ?? ''}: the bundle needs graphs that are made for GPUs, see models/README.md.`,
  ],
  [
    /no available backend found|backend not found/,
    (_, { provider }) => `onnxruntime has no ${PROVIDER_NAMES[provider]} on this platform.`,
  ],
  [
    /engine process ended \(([^)]+)\)(?:: (.*?)\. Run the command again)?/,
    ([, how, cause]) =>
      `Its process ended (${how ?? ''})${cause === undefined ? '' : `: ${cause}`}.`,
  ],
];

const MOST_QUOTED = 300;

/** Why a provider does not work, in one sentence, with the name of the library that is missing. */
export function reasonOf(failed: FailedProvider): string {
  const { provider, message, stderr } = failed;
  // The last lines first: onnxruntime says what it tried before what it gave up.
  const texts = [message, ...stderr.toReversed()];
  for (const [pattern, sentence] of REASONS) {
    for (const text of texts) {
      const match = pattern.exec(text);
      if (match) return sentence(match, failed);
    }
  }
  const quoted = message.replaceAll(/\s+/g, ' ').trim().replace(/\.$/, '');
  return `${PROVIDER_NAMES[provider]} failed: ${quoted.slice(0, MOST_QUOTED)}.`;
}
