import { setTimeout as sleep } from 'node:timers/promises';
import type { AnalysisEvent } from '../core/analysisEvent';
import { Failure } from '../core/failure';
import type {
  AnalysisEnd,
  AnalyzeRequest,
  CheckEvent,
  EngineApi,
  OpenedModel,
  OpenRequest,
  ProviderChoice,
  RouteEvent,
  RouteRequest,
  ScoreEvent,
  ScoreRequest,
  TokenizedText,
  TokenizeRequest,
} from '../protocol/engineApi';
import { RpcClient } from '../protocol/rpcClient';
import { reasonOf } from '../providers/reasons';
import { EngineProcess, type EngineProcessOptions } from './engineProcess';
import { ProviderFailure } from './providerFailure';
import { Turns } from './turns';

/** How long a cancelled engine may take to stop by itself; then it is killed. Its blocks last tens of milliseconds. */
const CANCEL_PATIENCE_MS = 2000;

/** Answers and standard error come by two ways: a line that was written first may arrive a little later. */
const STDERR_LAG_MS = 50;

export interface EngineClientOptions extends EngineProcessOptions {
  /** Stop the engine after so long without work; absent: keep it. */
  readonly idleMs?: number;
}

interface RunningEngine {
  readonly process: EngineProcess;
  readonly rpc: RpcClient<EngineApi>;
}

/**
 * The engine as the rest of the product sees it: started when first needed, stopped when idle, and after a crash started
 * afresh by the next request. One request runs at a time, others wait in order of arrival; whoever wants the newest to
 * win cancels the older one. A cancelled request fails at once, but keeps its turn until the engine has stopped.
 */
export class EngineClient {
  private readonly turns = new Turns();
  private running: RunningEngine | undefined;
  private idleTimer: NodeJS.Timeout | undefined;
  private disposed = false;

  constructor(private readonly options: EngineClientOptions) {}

  /** Process id of the running engine. */
  get pid(): number | undefined {
    return this.running?.process.pid;
  }

  /** Loads and verifies a bundle and finds what can run it. Throws Failure. */
  async open(request: OpenRequest, signal?: AbortSignal): Promise<OpenedModel> {
    try {
      return await this.call('open', request, signal);
    } catch (error) {
      throw await this.explained(error, request.provider);
    }
  }

  /**
   * Analyses a text: yields what is found as it is found and returns when all is known. Throws Failure, with code
   * 'cancelled' when the signal aborts. Leaving the loop early cancels too.
   */
  async *analyze(
    request: AnalyzeRequest,
    signal: AbortSignal,
  ): AsyncGenerator<AnalysisEvent, AnalysisEnd, undefined> {
    return yield* this.stream('analyze', request, signal);
  }

  /** Runs a router with some layers forced; like `analyze` in everything else. */
  async *route(
    request: RouteRequest,
    signal: AbortSignal,
  ): AsyncGenerator<RouteEvent, AnalysisEnd, undefined> {
    return yield* this.stream('route', request, signal);
  }

  /** Cuts a text into tokens. Throws Failure. */
  async tokenize(request: TokenizeRequest, signal: AbortSignal): Promise<TokenizedText> {
    return await this.call('tokenize', request, signal);
  }

  /** Finds out about a part of a window; like `analyze` in everything else. */
  async *score(
    request: ScoreRequest,
    signal: AbortSignal,
  ): AsyncGenerator<ScoreEvent, null, undefined> {
    return yield* this.stream('score', request, signal);
  }

  /** Checks a bundle, on the CPU; like `analyze` in everything else. */
  async *check(bundle: string, signal: AbortSignal): AsyncGenerator<CheckEvent, null, undefined> {
    return yield* this.stream('check', { bundle, provider: 'cpu' }, signal);
  }

  /** Ends the engine for good; what it was doing fails with 'cancelled'. */
  dispose(): void {
    this.disposed = true;
    clearTimeout(this.idleTimer);
    this.running?.process.kill();
    this.running = undefined;
  }

  /** Of a provider that does not work only standard error names the cause. */
  private async explained(error: unknown, provider: ProviderChoice): Promise<unknown> {
    const isKnown = !(error instanceof Failure) || error.code !== 'provider';
    if (isKnown || provider === 'auto' || provider === 'cpu') return error;
    await sleep(STDERR_LAG_MS);
    const stderr = this.running?.process.said ?? [];
    const reason = reasonOf({ provider, message: error.message, stderr });
    return new ProviderFailure(provider, reason, { cause: error });
  }

  private async call<Name extends 'open' | 'tokenize'>(
    method: Name,
    request: EngineApi[Name]['request'],
    signal: AbortSignal | undefined,
  ): Promise<EngineApi[Name]['reply']> {
    const { rpc, leave } = await this.enter(signal);
    try {
      return await rpc.call(method, request, signal ? { signal } : {});
    } finally {
      leave();
    }
  }

  private async *stream<Name extends 'analyze' | 'check' | 'route' | 'score'>(
    method: Name,
    request: EngineApi[Name]['request'],
    signal: AbortSignal,
  ): AsyncGenerator<EngineApi[Name]['event'], EngineApi[Name]['reply'], undefined> {
    const { rpc, leave } = await this.enter(signal);
    try {
      return yield* rpc.stream(method, request, signal);
    } finally {
      leave();
    }
  }

  private async enter(
    signal: AbortSignal | undefined,
  ): Promise<{ rpc: RpcClient<EngineApi>; leave: () => void }> {
    const endTurn = await this.turns.take(signal);
    const leave = (): void => {
      endTurn();
      if (this.turns.idle) this.rest();
    };
    try {
      const rpc = this.connect();
      return { rpc, leave: () => void rpc.idle().then(leave) };
    } catch (error) {
      leave();
      throw error;
    }
  }

  private connect(): RpcClient<EngineApi> {
    if (this.disposed) throw new Failure('cancelled', 'The engine was shut down.');
    clearTimeout(this.idleTimer);
    if (this.running?.process.alive !== true) this.running = this.start();
    this.running.process.keepAlive(true);
    return this.running.rpc;
  }

  private start(): RunningEngine {
    const process = new EngineProcess(this.options);
    process.onClose((reason) => {
      if (this.running?.process === process) this.running = undefined;
      this.options.log(reason.message);
    });
    const rpc = new RpcClient<EngineApi>(process, {
      log: this.options.log,
      patienceMs: CANCEL_PATIENCE_MS,
      onStuck: () => {
        this.options.log(
          `The engine process did not stop within ${String(CANCEL_PATIENCE_MS / 1000)} seconds of being cancelled and is ended; the next request starts a new one.`,
        );
        process.kill();
      },
    });
    return { process, rpc };
  }

  /** Without work, the engine does not keep this process alive, and ends after a while. */
  private rest(): void {
    this.running?.process.keepAlive(false);
    const { idleMs } = this.options;
    if (idleMs === undefined) return;
    this.idleTimer = setTimeout(() => {
      this.running?.process.kill();
      this.running = undefined;
    }, idleMs).unref();
  }
}
