import type { FailureCode } from '../core/failure';

/** What the calling end sends: a request, or the wish that a request be given up. */
export type CallerMessage =
  | { readonly id: number; readonly method: string; readonly params: unknown }
  | { readonly id: number; readonly cancel: true };

/** What the serving end sends: any number of events for a request, then exactly one reply. */
export type ServerMessage =
  | { readonly id: number; readonly event: unknown }
  | { readonly id: number; readonly ok: unknown }
  | { readonly id: number; readonly err: MessageError };

export interface MessageError {
  readonly code: FailureCode;
  readonly message: string;
}

/** A record, so that the compiler checks that no code is missing. */
const FAILURE_CODES: Readonly<Record<FailureCode, true>> = {
  cancelled: true,
  bundle: true,
  request: true,
  text: true,
  output: true,
  shards: true,
  provider: true,
  crashed: true,
  internal: true,
};

/** `undefined` for anything that is not a well-formed message. */
export function parseCallerMessage(value: unknown): CallerMessage | undefined {
  if (!isMessage(value)) return undefined;
  const { id, method } = value;
  if (value['cancel'] === true) return { id, cancel: true };
  if (typeof method === 'string') return { id, method, params: value['params'] };
  return undefined;
}

/** `undefined` for anything that is not a well-formed message. */
export function parseServerMessage(value: unknown): ServerMessage | undefined {
  if (!isMessage(value)) return undefined;
  const { id, err } = value;
  if ('event' in value) return { id, event: value['event'] };
  if ('ok' in value) return { id, ok: value['ok'] };
  if (isError(err)) return { id, err };
  return undefined;
}

function isMessage(value: unknown): value is Record<string, unknown> & { readonly id: number } {
  return isRecord(value) && Number.isSafeInteger(value['id']);
}

function isError(value: unknown): value is MessageError {
  if (!isRecord(value)) return false;
  const { code, message } = value;
  return (
    typeof code === 'string' && Object.hasOwn(FAILURE_CODES, code) && typeof message === 'string'
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
