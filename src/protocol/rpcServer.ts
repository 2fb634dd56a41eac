import { Failure } from '../core/failure';
import {
  parseCallerMessage,
  type CallerMessage,
  type MessageError,
  type ServerMessage,
} from './messages';
import type { Method, MethodName, Methods } from './methods';
import type { Port } from './port';

/** What a handler is given besides the request. */
export interface CallContext<Event> {
  readonly emit: (event: Event) => void;
  /** Aborted when the caller cancels or the link closes; the handler should then throw Failure('cancelled') soon. */
  readonly signal: AbortSignal;
}

export type Handler<M extends Method> = (
  request: M['request'],
  context: CallContext<M['event']>,
) => Promise<M['reply']>;

export type Handlers<Api extends Methods<Api>> = {
  readonly [Name in keyof Api]: Handler<Api[Name]>;
};

/** The serving end of a link: answers every request with exactly one reply, whatever its handler does. */
export class RpcServer<Api extends Methods<Api>> {
  private readonly running = new Map<number, AbortController>();

  /** `log` is told of what the other end cannot know: messages that are not understood, and stacks of internal errors. */
  constructor(
    private readonly port: Port,
    private readonly handlers: Handlers<Api>,
    private readonly log: (line: string) => void,
  ) {
    port.onMessage((message) => {
      this.receive(message);
    });
    port.onClose(() => {
      for (const controller of this.running.values()) controller.abort();
    });
  }

  private receive(value: unknown): void {
    const message = parseCallerMessage(value);
    if (!message) this.log('Ignored a message that is no request.');
    else if ('cancel' in message) this.running.get(message.id)?.abort();
    else if (this.running.has(message.id)) this.log('Ignored a request whose id is in use.');
    else void this.answer(message);
  }

  private async answer({
    id,
    method,
    params,
  }: Extract<CallerMessage, { method: string }>): Promise<void> {
    const controller = new AbortController();
    this.running.set(id, controller);
    try {
      const handler = this.handlerOf(method);
      const emit = (event: unknown): void => {
        this.port.send({ id, event } satisfies ServerMessage);
      };
      const ok = await handler(params, { emit, signal: controller.signal });
      this.port.send({ id, ok } satisfies ServerMessage);
    } catch (error) {
      this.port.send({ id, err: this.describe(error) } satisfies ServerMessage);
    } finally {
      this.running.delete(id);
    }
  }

  private handlerOf(method: string): Handler<Api[MethodName<Api>]> {
    if (!isMethod(this.handlers, method)) {
      throw new Failure('internal', `There is no method "${method}".`);
    }
    return this.handlers[method];
  }

  private describe(error: unknown): MessageError {
    if (error instanceof Failure) return { code: error.code, message: error.message };
    this.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return { code: 'internal', message: error instanceof Error ? error.message : String(error) };
  }
}

function isMethod<Api extends Methods<Api>>(
  handlers: Handlers<Api>,
  method: string,
): method is MethodName<Api> {
  return Object.hasOwn(handlers, method);
}
