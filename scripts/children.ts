import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from './paths';

/** How a group is told to end: programs of ours clean up after SIGTERM, others (VS Code, a browser) need no notice. */
type EndSignal = 'SIGTERM' | 'SIGKILL';

export interface StartOptions extends SpawnOptions {
  readonly endSignal?: EndSignal;
}

const running = new Map<ChildProcess, EndSignal>();
const GRACE_MS = 5000;

/**
 * Starts a program in a process group of its own, so that all it starts can be ended with it. Whatever
 * way this program ends (return, uncaught error, Ctrl-C, a terminating signal), the group ends too.
 */
export function start(
  command: string,
  args: readonly string[],
  { endSignal = 'SIGTERM', ...options }: StartOptions = {},
): ChildProcess {
  watchOwnEnd();
  const detached = process.platform !== 'win32';
  const child = spawn(command, args, { cwd: ROOT, ...options, detached });
  running.set(child, endSignal);
  child.once('exit', () => {
    // What the program itself left behind goes with it.
    signalGroup(child, endSignal);
    running.delete(child);
  });
  child.once('error', () => running.delete(child));
  return child;
}

/** Ends a program and everything that it started. */
export async function end(child: ChildProcess): Promise<void> {
  const endSignal = running.get(child);
  if (endSignal === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  signalGroup(child, endSignal);
  await Promise.race([exited, sleep(GRACE_MS, undefined, { ref: false })]);
  signalGroup(child, 'SIGKILL');
}

export interface RunOptions extends StartOptions {
  /** Where the program's standard output goes; 'stderr' keeps ours free for results. */
  readonly output?: 'stdout' | 'stderr';
  /** Takes all that the program prints, in place of our own output. */
  readonly write?: (part: Buffer) => void;
}

/**
 * Runs a program to its end, its output on ours and no input.
 * @returns its exit code, 128 when a signal ended it.
 * @throws Error with a sentence when it cannot be started.
 */
export async function run(
  command: string,
  args: readonly string[],
  { output = 'stdout', write, ...options }: RunOptions = {},
): Promise<number> {
  const ours = ['ignore', output === 'stdout' ? 1 : 2, 2] as const;
  const child = start(command, args, {
    stdio: write === undefined ? [...ours] : ['ignore', 'pipe', 'pipe'],
    ...options,
  });
  if (write !== undefined)
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', write);
  return await new Promise((resolve, reject) => {
    // 'close' comes when all that was printed has been read.
    child.once(write === undefined ? 'exit' : 'close', (code: number | null) => {
      resolve(code ?? 128);
    });
    child.once('error', (cause) => {
      reject(new Error(`${command} could not be started: ${cause.message}.`, { cause }));
    });
  });
}

/** Runs npm with the Node that runs us. Arguments and result as for `run`. */
export async function runNpm(args: readonly string[], options: RunOptions = {}): Promise<number> {
  // Set by npm when it runs a script; calling it with Node avoids npm.cmd and a shell on Windows.
  const npm = process.env['npm_execpath'];
  return npm?.endsWith('.js') === true
    ? await run(process.execPath, [npm, ...args], options)
    : await run('npm', args, options);
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // The group is gone already.
  }
}

let watching = false;

function watchOwnEnd(): void {
  if (watching) return;
  watching = true;
  // First of all, whatever else is done at the end: temporary folders go when nothing writes into them.
  process.prependListener('exit', () => {
    for (const [child, signal] of running) signalGroup(child, signal);
  });
  for (const [signal, number] of [
    ['SIGHUP', 1],
    ['SIGINT', 2],
    ['SIGTERM', 15],
  ] as const) {
    process.once(signal, () => {
      // Wait, so that the shell's prompt returns only once nothing of ours runs any more.
      void Promise.all([...running.keys()].map(end)).then(() => process.exit(128 + number));
    });
  }
}
