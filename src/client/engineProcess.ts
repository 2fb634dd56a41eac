import { fork, type ChildProcess, type Serializable } from 'node:child_process';
import { Failure } from '../core/failure';
import type { Port } from '../protocol/port';
import { StderrTail } from './stderrTail';

/** Set for the engine, whatever the environment of this process says. */
export const ENGINE_ENVIRONMENT = {
  // onnxruntime otherwise writes a device id under the home folder and reports usage.
  ORT_DISABLE_TELEMETRY: '1',
  // Resident memory stays flat when models are loaded and released.
  MALLOC_ARENA_MAX: '2',
  MALLOC_MMAP_THRESHOLD_: '1048576',
  // Memory that was given back comes in large pages the next time; in small ones it takes as long as half a forward run.
  GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1',
  // CUDA's matrix products in full float32: TF32 would not be exact.
  NVIDIA_TF32_OVERRIDE: '0',
  // An Electron executable behaves as Node.
  ELECTRON_RUN_AS_NODE: '1',
};

export interface EngineProcessOptions {
  /** Path of the built engine. */
  readonly entry: string;
  /** Added to the environment of this process, for example a library path. */
  readonly env?: NodeJS.ProcessEnv;
  /** Gets every line that the engine writes. */
  readonly log: (line: string) => void;
}

/** A forked engine as a link. It ends by itself when this process is gone, however that happened. */
export class EngineProcess implements Port {
  private readonly child: ChildProcess;
  private readonly stderr: StderrTail;
  /** Why it was ended on purpose. */
  private ended: Failure | undefined;

  constructor({ entry, env, log }: EngineProcessOptions) {
    this.child = fork(entry, [], {
      env: { ...process.env, ...env, ...ENGINE_ENVIRONMENT },
      // A larger young generation only postpones the collection of what is garbage already, up to 48 MB of it.
      execArgv: ['--max-semi-space-size=2'],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.stderr = new StderrTail(this.child.stderr, log);
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** The last lines that it wrote on standard error. */
  get said(): readonly string[] {
    return this.stderr.lines;
  }

  /** It can take requests, as far as is known. */
  get alive(): boolean {
    return this.ended === undefined && this.child.connected;
  }

  /** A message that no longer reaches the engine needs no report: `onClose` has the reason. */
  send(message: unknown): void {
    this.child.send(message as Serializable, () => undefined);
  }

  onMessage(listener: (message: unknown) => void): void {
    this.child.on('message', listener);
  }

  onClose(listener: (reason: Failure) => void): void {
    this.child.once('close', (code, signal) => {
      listener(this.ended ?? this.crash(code, signal));
    });
    this.child.on('error', (error) => {
      if (this.child.pid === undefined) {
        listener(
          new Failure('crashed', `The engine process could not be started: ${error.message}.`),
        );
      }
    });
  }

  /** Ends the engine at once, also in the middle of a run: it has nothing to put away, and one that hangs could not be asked. */
  kill(): void {
    this.ended ??= new Failure('cancelled', 'The engine process was stopped.');
    this.child.kill('SIGKILL');
  }

  /** Whether this process must stay alive for the engine's answers. */
  keepAlive(needed: boolean): void {
    for (const handle of [this.child, this.child.channel, this.stderr]) {
      if (needed) handle?.ref();
      else handle?.unref();
    }
  }

  private crash(code: number | null, signal: NodeJS.Signals | null): Failure {
    const how = signal === null ? `exit code ${String(code)}` : `signal ${signal}`;
    const cause = this.stderr.likelyCause;
    return new Failure(
      'crashed',
      `The engine process ended (${how})${cause === undefined ? '' : `: ${cause}`}. ` +
        'Run the command again to start a new one.',
    );
  }
}
