import { PassThrough, Readable } from 'node:stream';
import { text as textOf } from 'node:stream/consumers';
import { main } from '../../../src/cli/main';
import type { McpOptions } from '../../../src/cli/options';
import type { Engine } from '../../../src/cli/surroundings';
import { Failure } from '../../../src/core/failure';
import type { AnalyzeRequest } from '../../../src/protocol/engineApi';
import { madeUpEvents, MODEL } from '../core/madeUpAnalysis';

export interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What the engine was asked to analyse. */
  readonly requests: readonly AnalyzeRequest[];
  /** What the server for assistants was started with. */
  readonly served: readonly McpOptions[];
}

export interface Setting {
  readonly stdin?: string | Uint8Array | Readable;
  readonly terminal?: boolean;
  readonly env?: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
  /** Folder of the built pages. */
  readonly pages?: string;
  /** The engine can say what the routes are expected to lose. */
  readonly foresight?: boolean;
  /** Runs before each analysis; what it throws is the engine's failure. */
  readonly onAnalyze?: (request: AnalyzeRequest) => Promise<void> | void;
  /** Gets the threads of each engine. */
  readonly onEngine?: (threads: number | undefined) => void;
  /** The engine fails with this. */
  readonly failure?: Error;
}

/** Runs the command line in this process on an engine that makes its losses up. */
export async function commandLine(
  argv: readonly string[],
  setting: Setting = {},
): Promise<Outcome> {
  const {
    stdin = '',
    terminal = false,
    env = {},
    failure,
    foresight = false,
    pages = '/pages',
  } = setting;
  const { signal = new AbortController().signal } = setting;
  const requests: AnalyzeRequest[] = [];
  const served: McpOptions[] = [];
  const stdout = Object.assign(new PassThrough(), { isTTY: terminal });
  const written = textOf(stdout);
  let stderr = '';
  const engine: Engine = {
    open: () => {
      if (failure !== undefined) return Promise.reject(failure);
      return Promise.resolve({
        model: MODEL,
        provider: { provider: 'cpu', threads: 1, rejected: [] },
        vocabulary: [],
      });
    },
    async *check() {
      yield { found: 'something: as it should be' };
      if (failure !== undefined) throw failure;
      return await Promise.resolve(null);
    },
    async *analyze(request, signal) {
      requests.push(request);
      const { modules, router, context } = request;
      await setting.onAnalyze?.(request);
      if (signal.aborted) throw new Failure('cancelled', 'Cancelled.');
      yield* madeUpEvents(request.text, { modules, router, context }, { foresight });
      return { seconds: 2, tokensPerSecond: 21 };
    },
  };
  const status = await main(argv, {
    stdin: stdin instanceof Readable ? stdin : Readable.from([Buffer.from(stdin)]),
    stdout,
    stderr: { isTTY: terminal, write: (text) => (stderr += text) },
    env,
    engine: (threads) => {
      setting.onEngine?.(threads);
      return engine;
    },
    serve: (options) => {
      served.push(options);
      return Promise.resolve();
    },
    pages,
    builtInModel: '/models/built-in',
    signal,
  });
  stdout.end();
  return { status, stdout: await written, stderr, requests, served };
}

export const CRASH = new Failure('crashed', 'The engine process ended (signal SIGKILL).');
