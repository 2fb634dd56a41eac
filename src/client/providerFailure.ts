import { Failure } from '../core/failure';
import type { Provider } from '../protocol/engineApi';
import { PROVIDER_NAMES } from '../providers/providerNames';

/** A provider that was asked for does not work. */
export class ProviderFailure extends Failure {
  constructor(
    provider: Provider,
    /** A sentence. */
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(
      'provider',
      `The model cannot be run on ${PROVIDER_NAMES[provider]}. ${reason} Choose another provider in the settings, such as auto or cpu.`,
      options,
    );
  }
}
