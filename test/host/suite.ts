import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { OUT, ROOT } from '../../scripts/paths';
import { COUNTS_FILE, type Counts } from '../testFiles';
import { runInDesktop } from './suiteInDesktop';
import { runInServer } from './suiteInServer';
import { removeFolder, temporaryFolder } from './temporaryFolder';
import { type VscodeVersion } from './vscode';

/** How a host runs the extension's test suite. */
export interface SuiteRun {
  readonly vscode: VscodeVersion;
  readonly extension: string;
  /** The bundled suite. */
  readonly suite: string;
  /** An empty folder to open. */
  readonly workspace: string;
  /** Environment for the extension host. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Runs the extension's suite (test/extension) inside a real VS Code of that version: a desktop one where it can be
 * had, else the one from npm in a browser.
 * @throws Error with a sentence when the suite did not run to its end.
 */
export async function runSuite(vscode: VscodeVersion): Promise<Counts> {
  const suite = await bundleSuite();
  const workspace = temporaryFolder('suite');
  const countsFile = path.join(workspace, 'counts.json');
  const env = { [COUNTS_FILE]: countsFile };
  const suiteRun = { vscode, extension: ROOT, suite, workspace, env };
  try {
    if (!(await runInDesktop(suiteRun))) await runInServer(suiteRun);
    return JSON.parse(readFileSync(countsFile, 'utf8')) as Counts;
  } finally {
    removeFolder(workspace);
  }
}

async function bundleSuite(): Promise<string> {
  const folder = path.join(ROOT, 'test/extension');
  const tests = readdirSync(folder).filter((name) => name.endsWith('.test.ts'));
  const outdir = path.join(OUT, 'test-extension');
  removeFolder(outdir);
  await build({
    entryPoints: ['index.ts', ...tests].map((name) => path.join(folder, name)),
    outdir,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // Mocha must be one instance for all files.
    external: ['vscode', 'mocha', 'onnxruntime-node'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return path.join(outdir, 'index.js');
}
