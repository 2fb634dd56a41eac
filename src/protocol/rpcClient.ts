import { Failure } from '../core/failure';
import { parseServerMessage, type ServerMessage } from './messages';
import type { MethodName, Methods } from './methods';
import type { Port } from './port';

export interface CallOptions<Event> {
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: Event) => void;
}

export interface RpcClientOptions {
  /** Told of messages that are not understood. */
  readonly log: (line: string) => void;
  /** What to do about a call that was cancelled and is still not answered after `patienceMs`. */
  readonly onStuck: () => void;
  readonly patienceMs: number;
}

interface PendingCall {
  emit(event: unknown): void;
  resolve(reply: unknown): void;
  reject(reason: Failure): void;
}

/** The calling end of a link. Every call ends: with its reply, with a Failure, or when the link closes. */
export class RpcClient<Api extends Methods<Api>> {
  private readonly pending = new Map<number, PendingCall>();
  private readonly answers = new Set<Promise<unknown>>();
  private lastId = 0;
  private closed: Failure | undefined;

  constructor(
    private readonly port: Port,
    private readonly options: RpcClientOptions,
  ) {
    port.onMessage((message) => {
      this.receive(message);
    });
    port.onClose((reason) => {
      this.close(reason);
    });
  }

  /**
   * Calls a method. When the signal aborts, the promise rejects with Failure('cancelled') at once and no further event is
   * delivered, while the other end is asked to stop: `idle` tells when it has. Otherwise it rejects with the Failure of the
   * other end or of the link.
   */
  async call<Name extends MethodName<Api>>(
    method: Name,
    params: Api[Name]['request'],
    { signal, onEvent }: CallOptions<Api[Name]['event']> = {},
  ): Promise<Api[Name]['reply']> {
    if (isAborted(signal)) throw cancelled();
    if (this.closed) throw this.closed;
    const id = ++this.lastId;
    let patience: ReturnType<typeof setTimeout> | undefined;
    let cancel = (): void => undefined;
    const cancellation = new Promise<never>((_, reject) => {
      cancel = () => {
        reject(cancelled());
        this.port.send({ id, cancel: true });
        patience = setTimeout(this.options.onStuck, this.options.patienceMs);
      };
    });
    signal?.addEventListener('abort', cancel);
    const answer = new Promise<unknown>((resolve, reject) => {
      const emit = (event: unknown): void => {
        if (!isAborted(signal)) onEvent?.(event);
      };
      this.pending.set(id, { emit, resolve, reject });
      this.port.send({ id, method, params });
    }).finally(() => {
      signal?.removeEventListener('abort', cancel);
      clearTimeout(patience);
      this.pending.delete(id);
      this.answers.delete(answer);
    });
    this.answers.add(answer);
    return await Promise.race([cancellation, answer]);
  }

  /** Resolves when every call so far is answered, also the cancelled ones: nothing runs at the other end any more. */
  async idle(): Promise<void> {
    await Promise.allSettled(this.answers);
  }

  /**
   * Calls a method and yields its events as they arrive; the generator's return value is the reply. Leaving the loop early
   * cancels the call.
   */
  async *stream<Name extends MethodName<Api>>(
    method: Name,
    params: Api[Name]['request'],
    signal?: AbortSignal,
  ): AsyncGenerator<Api[Name]['event'], Api[Name]['reply'], undefined> {
    const left = new AbortController();
    const queue: Api[Name]['event'][] = [];
    const call = { ended: false };
    let wake = (): void => undefined;
    const reply = this.call(method, params, {
      signal: signal ? AbortSignal.any([signal, left.signal]) : left.signal,
      onEvent: (event) => {
        queue.push(event);
        wake();
      },
    }).finally(() => {
      call.ended = true;
      wake();
    });
    // Whoever leaves early does not wait for it.
    reply.catch(() => undefined);
    try {
      for (;;) {
        while (queue.length > 0 && !isAborted(signal)) yield* queue.splice(0, 1);
        if (isAborted(signal)) throw cancelled();
        if (call.ended) return await reply;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    } finally {
      left.abort();
    }
  }

  private receive(value: unknown): void {
    const message = parseServerMessage(value);
    const call = message && this.pending.get(message.id);
    if (call) deliver(call, message);
    else if (!message) this.options.log('Ignored a message that is no reply and no event.');
  }

  private close(reason: Failure): void {
    this.closed = reason;
    for (const call of this.pending.values()) call.reject(reason);
  }
}

function deliver(call: PendingCall, message: ServerMessage): void {
  if ('event' in message) call.emit(message.event);
  else if ('ok' in message) call.resolve(message.ok);
  else call.reject(new Failure(message.err.code, message.err.message));
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

function cancelled(): Failure {
  return new Failure('cancelled', 'Cancelled.');
}
