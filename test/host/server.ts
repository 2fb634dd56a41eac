import { type ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { end, run, start } from '../../scripts/children';
import { removeFolder, temporaryFolder } from './temporaryFolder';
import { ensureVscode, type VscodeFiles, type VscodeVersion } from './vscode';

/** Settings that keep VS Code quiet: nothing on screen, and nothing over the network, that a test did not ask for. */
const QUIET = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
};

export interface ServerOptions {
  readonly vscode: VscodeVersion;
  /** User settings on top of the quiet ones. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Packaged extensions to install. */
  readonly vsix?: readonly string[];
  /** Folders of extensions to run from source. */
  readonly sources?: readonly string[];
  /** Lets a page run an extension's test suite (`extensionTestsPath`); also hides notification toasts. */
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

/** A running VS Code server with a profile of its own, which is thrown away with it. */
export class VscodeServer {
  private constructor(
    private readonly port: number,
    private readonly process: ChildProcess,
    private readonly profile: string,
    /** Settles when the server ended, whoever ended it. */
    readonly ended: Promise<void>,
  ) {}

  /** @throws Error with a sentence when the server does not come up. */
  static async start(options: ServerOptions): Promise<VscodeServer> {
    const files = await ensureVscode(options.vscode);
    const profile = temporaryFolder('vscode');
    writeSettings(profile, options.settings ?? {});
    registerSources(profile, options.sources ?? []);
    await installExtensions(files, profile, options.vsix ?? []);
    const port = await freePort();
    const args = [files.serverMain, ...serverArgs(port), ...profileArgs(profile)];
    if (options.testDriver === true) args.push('--enable-smoke-test-driver');
    const child = start(files.node, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      // Its sockets and other leftovers go into the profile, and away with it.
      env: { ...hostEnvironment(), TMPDIR: profile, ...options.env },
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
    const server = new VscodeServer(port, child, profile, ended);
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
    if (folder !== undefined) url.searchParams.set('folder', folder);
    if (payload.length > 0) url.searchParams.set('payload', JSON.stringify(payload));
    return url.href;
  }

  async dispose(): Promise<void> {
    await end(this.process);
    removeFolder(this.profile);
  }

  private remoteUri(file: string): string {
    return `vscode-remote://127.0.0.1:${this.port}${encodeURI(file)}`;
  }
}

function writeSettings(profile: string, settings: Readonly<Record<string, unknown>>): void {
  const folder = path.join(profile, 'user-data', 'User');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'settings.json'), JSON.stringify({ ...QUIET, ...settings }));
}

/**
 * Lists extensions as installed where they are. (A page's `extensionDevelopmentPath` would do the same, but
 * works under the test driver only, which hides notifications.)
 */
function registerSources(profile: string, sources: readonly string[]): void {
  const entries = sources.map((folder) => {
    const manifest = readManifest(folder);
    return {
      identifier: { id: `${manifest.publisher}.${manifest.name}` },
      version: manifest.version,
      location: { $mid: 1, path: folder, scheme: 'file' },
    };
  });
  const folder = path.join(profile, 'extensions');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'extensions.json'), JSON.stringify(entries));
}

interface Manifest {
  readonly publisher: string;
  readonly name: string;
  readonly version: string;
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Manifest;
}

function profileArgs(profile: string): string[] {
  const folder = (name: string): string => path.join(profile, name);
  return [
    ...['--user-data-dir', folder('user-data')],
    ...['--server-data-dir', folder('server-data')],
    ...['--extensions-dir', folder('extensions')],
  ];
}

function serverArgs(port: number): string[] {
  return [
    ...['--host', '127.0.0.1', '--port', `${port}`, '--without-connection-token'],
    ...['--accept-server-license-terms', '--disable-telemetry', '--disable-workspace-trust'],
    // An extension host outlives its closed window by this many seconds.
    ...['--reconnection-grace-time', '1'],
  ];
}

/** Keeps VS Code from asking the extension gallery for updates of its own extensions. */
const NO_GALLERY = { EXTENSIONS_GALLERY: '{"serviceUrl":""}' };

/** Our environment without what an integrated terminal of VS Code puts there: it would confuse another VS Code. */
function hostEnvironment(): NodeJS.ProcessEnv {
  const foreign = /^(VSCODE_|ELECTRON_|NODE_OPTIONS$|npm_)/;
  const own = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return { ...Object.fromEntries(own), ...NO_GALLERY };
}

async function installExtensions(
  { node, serverMain }: VscodeFiles,
  profile: string,
  vsix: readonly string[],
): Promise<void> {
  for (const file of vsix) {
    const install = ['--install-extension', file, '--force', '--accept-server-license-terms'];
    const args = [serverMain, ...install, ...profileArgs(profile)];
    const code = await run(node, args, { output: 'stderr', env: hostEnvironment() });
    if (code !== 0) throw new Error(`VS Code could not install ${file} (exit code ${code}).`);
  }
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
