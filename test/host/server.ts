import { type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { end, start } from '../../scripts/children';
import { Profile, type ProfileOptions } from './profile';
import { ensureVscode, type VscodeVersion } from './vscode';

export interface ServerOptions extends ProfileOptions {
  readonly vscode: VscodeVersion;
  /** Lets a page run an extension's test suite (`PageOptions.tests`); also hides notification toasts. */
  readonly testDriver?: boolean;
  /** Environment for the extension host, on top of ours. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface PageOptions {
  readonly folder?: string;
  readonly file?: string;
  /** An extension's test suite, for a server with `testDriver`. */
  readonly tests?: { readonly extension: string; readonly suite: string };
}

/** A running VS Code server, for windows in a browser on this machine. */
export class VscodeServer {
  private constructor(
    private readonly port: number,
    private readonly token: string,
    private readonly process: ChildProcess,
    private readonly profile: Profile,
    /** Settles when the server ended, whoever ended it. */
    readonly ended: Promise<void>,
  ) {}

  /** @throws Error with a sentence when the server does not come up. */
  static async start(options: ServerOptions): Promise<VscodeServer> {
    const files = await ensureVscode(options.vscode);
    const profile = await Profile.create(files, options);
    const port = await freePort();
    const token = randomUUID();
    const args = [files.serverMain, ...serverArgs(port, token), ...profile.args];
    if (options.testDriver === true) args.push('--enable-smoke-test-driver');
    const child = start(files.node, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...profile.environment, ...options.env },
      endSignal: 'SIGKILL',
    });
    const log: string[] = [];
    child.stdout?.on('data', (text: Buffer) => log.push(text.toString()));
    child.stderr?.on('data', (text: Buffer) => log.push(text.toString()));
    const ended = new Promise<void>((resolve) => {
      child.once('exit', () => {
        resolve();
      });
    });
    const server = new VscodeServer(port, token, child, profile, ended);
    if (!(await isReady(port, ended))) {
      await server.dispose();
      throw new Error(`The VS Code server did not come up. Its output:\n${log.join('')}`);
    }
    return server;
  }

  /** Address of a VS Code window, to be opened in a browser. */
  pageUrl({ folder, file, tests }: PageOptions): string {
    const payload: [string, string][] = [];
    if (tests !== undefined) {
      payload.push(['extensionDevelopmentPath', this.remoteUri(tests.extension)]);
      payload.push(['extensionTestsPath', this.remoteUri(tests.suite)]);
    }
    if (file !== undefined) payload.push(['openFile', this.remoteUri(file)]);
    const url = new URL(`http://127.0.0.1:${this.port}/`);
    url.searchParams.set('tkn', this.token);
    if (folder !== undefined) url.searchParams.set('folder', folder);
    if (payload.length > 0) url.searchParams.set('payload', JSON.stringify(payload));
    return url.href;
  }

  async dispose(): Promise<void> {
    await end(this.process);
    this.profile.remove();
  }

  private remoteUri(file: string): string {
    const escaped = file.split('/').map(encodeURIComponent).join('/');
    return `vscode-remote://127.0.0.1:${this.port}${escaped}`;
  }
}

function serverArgs(port: number, token: string): string[] {
  return [
    // Other users of this machine reach the port too, but do not know the token.
    ...['--host', '127.0.0.1', '--port', `${port}`, '--connection-token', token],
    ...['--accept-server-license-terms', '--disable-telemetry', '--disable-workspace-trust'],
    // An extension host outlives its closed window by this many seconds.
    ...['--reconnection-grace-time', '1'],
  ];
}

async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => {
        resolve(port);
      });
    });
  });
}

const START_LIMIT_MS = 60_000;
const POLL_MS = 100;

async function isReady(port: number, ended: Promise<void>): Promise<boolean> {
  const limit = new AbortController();
  void Promise.race([ended, sleep(START_LIMIT_MS, undefined, { ref: false })]).then(() => {
    limit.abort();
  });
  while (!limit.signal.aborted) {
    const response = await fetch(`http://127.0.0.1:${port}/version`).catch(() => undefined);
    if (response?.ok === true) return true;
    await sleep(POLL_MS);
  }
  return false;
}
