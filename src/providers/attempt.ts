import type { Provider, Trial } from '../protocol/engineApi';

/** What came of trying a provider. */
export type Attempt =
  | {
      readonly kind: 'ran';
      readonly trial: Trial;
      /** What it leaves to the CPU, as a sentence. */
      readonly leftToCpu: string | undefined;
    }
  /** `reason`: a sentence. */
  | { readonly kind: 'failed'; readonly reason: string };

/** Tries a provider on a bundle, in a process of its own. Throws Failure('cancelled'). */
export type TryProvider = (
  bundle: string,
  provider: Provider,
  signal: AbortSignal,
) => Promise<Attempt>;
