import { Failure } from '../core/failure';
import type { EngineApi, Trial, TrialRequest } from '../protocol/engineApi';
import { RpcClient } from '../protocol/rpcClient';
import type { Attempt, TryProvider } from '../providers/attempt';
import { Placement } from '../providers/placement';
import { reasonOf } from '../providers/reasons';
import { EngineProcess, type EngineProcessOptions } from './engineProcess';

/** Loading a provider's libraries and compiling its kernels takes seconds, a driver that hangs takes for ever. */
const PATIENCE_MS = 60_000;

export interface TrialOptions extends Omit<EngineProcessOptions, 'log'> {
  readonly patienceMs?: number;
  /** Version of NVIDIA's driver, where it tells. */
  readonly driver?: string | undefined;
}

/** Tries providers in engines of their own, each with one trial's life: what crashes or hangs takes nothing else with it. */
export function trialProcesses({
  patienceMs = PATIENCE_MS,
  driver,
  ...options
}: TrialOptions): TryProvider {
  return async (bundle, provider, signal): Promise<Attempt> => {
    throwIfCancelled(signal);
    const placement = new Placement();
    const stderr: string[] = [];
    const process = new EngineProcess({
      ...options,
      log: (line) => {
        placement.read(line);
        if (!isChatter(line)) stderr.push(line);
      },
    });
    const late = AbortSignal.timeout(patienceMs);
    const outcome = await askedOnce(process, { bundle, provider }, AbortSignal.any([signal, late]));
    throwIfCancelled(signal);
    if ('trial' in outcome) {
      const leftToCpu = provider === 'cpu' ? undefined : placement.leftToCpu();
      return { kind: 'ran', trial: outcome.trial, leftToCpu };
    }
    if (late.aborted) {
      const seconds = String(Math.ceil(patienceMs / 1000));
      return { kind: 'failed', reason: `It did not answer within ${seconds} seconds.` };
    }
    return {
      kind: 'failed',
      reason: reasonOf({ provider, message: outcome.message, stderr, driver }),
    };
  };
}

/** The answer of an engine that is ended then, or as soon as the signal aborts. What it wrote is known when this resolves. */
async function askedOnce(
  process: EngineProcess,
  request: TrialRequest,
  signal: AbortSignal,
): Promise<{ readonly trial: Trial } | { readonly message: string }> {
  const closed = new Promise((resolve) => {
    process.onClose(resolve);
  });
  const rpc = new RpcClient<EngineApi>(process, {
    log: () => undefined,
    // Nobody waits for an engine that is killed.
    patienceMs: 0,
    onStuck: () => undefined,
  });
  const kill = (): void => {
    process.kill();
  };
  signal.addEventListener('abort', kill);
  try {
    return { trial: await rpc.call('trial', request) };
  } catch (error) {
    return { message: error instanceof Error ? error.message : String(error) };
  } finally {
    signal.removeEventListener('abort', kill);
    kill();
    await closed;
  }
}

function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new Failure('cancelled', 'Cancelled.');
}

/** Of a thousand lines that onnxruntime writes about a graph only warnings and errors tell why something failed. */
function isChatter(line: string): boolean {
  return /\[[VI]:onnxruntime/.test(line);
}
