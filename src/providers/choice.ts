import { PROVIDER_CHOICES, type Provider, type Rejection } from '../protocol/engineApi';

/** What runs a bundle on this machine, and why nothing else does. */
export interface Choice {
  readonly provider: Provider;
  readonly rejected: readonly Rejection[];
  /** What there is to know about the provider, as a sentence. */
  readonly note?: string;
}

/** A choice that was kept, which may be anything; `undefined`: it is none. */
export function parseChoice(kept: unknown): Choice | undefined {
  if (!isRecord(kept) || !isProvider(kept['provider'])) return undefined;
  const { provider, rejected, note } = kept;
  if (!Array.isArray(rejected) || !rejected.every(isRejection)) return undefined;
  return { provider, rejected, ...(typeof note === 'string' && { note }) };
}

function isRejection(value: unknown): value is Rejection {
  return isRecord(value) && isProvider(value['provider']) && typeof value['reason'] === 'string';
}

function isProvider(value: unknown): value is Provider {
  return value !== 'auto' && PROVIDER_CHOICES.some((choice) => choice === value);
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
