import { existsSync } from 'node:fs';
import path from 'node:path';
import { ensureDownload, NPM_FLAGS, npmIn } from '../../scripts/download';
import { CACHE } from '../../scripts/paths';

/**
 * A VS Code that needs no download but npm's: the package `code-server` carries VS Code's own workbench and
 * extension host, with the server that shows it in a browser.
 */
export interface VscodeVersion {
  readonly version: string;
  readonly codeServer: string;
  /** The Node that this VS Code's extension host runs on. */
  readonly node: string;
}

/** The two ends of what the extension supports: `engines.vscode` in package.json, and the newest there is. */
export const VSCODE = {
  oldest: { version: '1.100.3', codeServer: '4.100.3', node: '20.20.2' },
  newest: { version: '1.139.1', codeServer: '4.139.1', node: '24.21.0' },
} as const satisfies Record<string, VscodeVersion>;

export interface VscodeFiles {
  readonly node: string;
  readonly serverMain: string;
}

/**
 * Makes sure that a VS Code is in the cache.
 * @throws Error with a sentence when it cannot be had here.
 */
export async function ensureVscode(vscode: VscodeVersion): Promise<VscodeFiles> {
  const nodePackage = `node-${process.platform}-${process.arch}`;
  if (process.platform === 'win32') {
    throw new Error('VS Code in the browser is not made for Windows. Put VS Code on the PATH.');
  }
  const folder = path.join(CACHE, 'vscode', vscode.version);
  await ensureDownload({
    name: `VS Code ${vscode.version}`,
    cost: 'npm packages, about 150 MB to fetch, 800 MB on disk',
    folder,
    packages: [`code-server@${vscode.codeServer}`, `${nodePackage}@${vscode.node}`],
    finish: async (partial) => installServerPackages(partial, nodePackage),
  });
  return {
    node: path.join(folder, 'node_modules', nodePackage, 'bin/node'),
    serverMain: path.join(folder, SERVER, 'out/server-main.js'),
  };
}

const SERVER = 'node_modules/code-server/lib/vscode';

async function installServerPackages(folder: string, nodePackage: string): Promise<void> {
  const server = path.join(folder, SERVER);
  // Not `npm ci`: the package's shrinkwrap lacks an entry that npm ci insists on.
  await npmIn(server, ['install', ...NPM_FLAGS, '--no-save']);
  const node = path.join(folder, 'node_modules', nodePackage);
  const env = {
    ...process.env,
    PATH: `${node}/bin:${process.env['PATH'] ?? ''}`,
    npm_config_nodedir: node,
  };
  // spdlog writes the log channels; the watchdog ends an extension host whose server died.
  const native = ['@vscode/spdlog', '@vscode/native-watchdog', 'native-watchdog'].filter((name) =>
    existsSync(path.join(server, 'node_modules', name)),
  );
  await npmIn(server, ['rebuild', ...native], env).catch(() => {
    console.error('No C++ compiler? VS Code works without, but its output channels stay empty.');
  });
}
