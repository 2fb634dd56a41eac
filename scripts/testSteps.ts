import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { softwareVulkan } from '../test/host/softwareVulkan';
import { runSuite } from '../test/host/suite';
import { VSCODE } from '../test/host/vscode';
import { COUNTS_FILE, type Counts } from '../test/testFiles';
import { run } from './children';
import { ensureBuild, ensurePython, pythonVariables } from './ensure';
import { packageExtension, packageTargets } from './package';
import { TARGETS } from './package/targets';
import { MINIATURE, OUT, ROOT } from './paths';

/** A part of `npm test`. */
export interface TestStep {
  readonly name: string;
  /** Throws when it could not run to its end. `write` takes what it prints; without, that is shown. */
  readonly run: (write?: (part: Buffer) => void) => Promise<Counts>;
  /** Watches no clock: runs beside the steps in front of it, and is waited for in its turn. */
  readonly beside?: true;
}

/** The quick ones first. Behind those that run side by side each has the machine to itself: tests of engines and windows watch the clock. */
export const TEST_STEPS: readonly TestStep[] = [
  { name: 'types', run: async () => await tool('typescript/bin/tsc') },
  {
    name: 'webview-types',
    run: async () => await tool('typescript/bin/tsc', '--project', 'webview'),
  },
  { name: 'lint', run: async () => await tool('eslint/bin/eslint.js', '.') },
  { name: 'format', run: async () => await tool('prettier/bin/prettier.cjs', '--check', '.') },
  { name: 'python-lint', run: pythonLint, beside: true },
  { name: 'python', run: python, beside: true },
  { name: 'unit', run: async () => await mocha(['unit']) },
  { name: 'built', run: built },
  { name: 'hardening', run: hardening },
  { name: 'gpu', run: gpu },
  { name: 'report', run: report },
  { name: 'reproduce', run: reproduce },
  { name: 'miniature', run: miniature },
  { name: 'extension-oldest', run: async () => await extension('oldest') },
  { name: 'extension-newest', run: async () => await extension('newest') },
  { name: 'package', run: packages },
  { name: 'ui', run: ui },
];

/** A check without tests of its own counts as one test. */
function asOne(exitCode: number): Counts {
  return exitCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function tool(script: string, ...args: string[]): Promise<Counts> {
  return asOne(await run(process.execPath, [path.join(ROOT, 'node_modules', script), ...args]));
}

/** Tests of what esbuild made: the extension's activation, the engine and the command line as processes of their own. */
async function built(): Promise<Counts> {
  await ensureBuild();
  return await mocha(['activation', 'engine', 'cli']);
}

/** Whatever happens to what is built: engines killed, files damaged, texts that are hard. */
async function hardening(): Promise<Counts> {
  await ensureBuild();
  return await mocha(['hardening']);
}

/** The engine on WebGPU. */
async function gpu(): Promise<Counts> {
  await ensureBuild();
  return await mocha(['gpu'], await softwareVulkan());
}

/** Reports of the built command line, in a browser. */
async function report(): Promise<Counts> {
  await ensureBuild();
  return await mocha(['report']);
}

/** The quick part of `npm run reproduce`. */
async function reproduce(): Promise<Counts> {
  await ensureBuild();
  return await mocha(['reproduce']);
}

async function extension(version: keyof typeof VSCODE): Promise<Counts> {
  await ensureBuild();
  return await runSuite(VSCODE[version]);
}

/** The packages for all targets: what is in them, how large they are, and that this platform's needs nothing else. */
async function packages(): Promise<Counts> {
  await packageTargets(TARGETS);
  return await mocha(['package']);
}

async function ui(): Promise<Counts> {
  return await mocha(['ui'], { DUO_LLM_VSIX: await packageExtension() });
}

/** Runs the tests of folders of test/ in a process of their own: one that crashes takes nothing else with it. */
async function mocha(folders: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Counts> {
  const file = freshFile('mocha-counts.json');
  const script = path.join(ROOT, 'scripts/run.mjs');
  const code = await run(process.execPath, [script, 'mocha', ...folders], {
    env: { ...process.env, ...env, [COUNTS_FILE]: file },
  });
  const { passed, failed } = JSON.parse(readReport(file)) as Counts;
  // All tests passed, but the process did not end well.
  return { passed, failed: code === 0 ? failed : Math.max(failed, 1) };
}

const TRAINING = path.join(ROOT, 'models/training');

async function pythonLint(write?: (part: Buffer) => void): Promise<Counts> {
  const check = ['-m', 'ruff', 'check', '.'];
  return asOne(await run(await ensurePython(), check, { cwd: TRAINING, ...(write && { write }) }));
}

async function python(write?: (part: Buffer) => void): Promise<Counts> {
  const file = freshFile('pytest.xml');
  const args = ['-m', 'pytest', '--quiet', `--junitxml=${file}`];
  // Models as small as those of the tests are faster without a second thread.
  const env = { ...pythonVariables(), OMP_NUM_THREADS: '1' };
  await run(await ensurePython(), args, { cwd: TRAINING, env, ...(write && { write }) });
  const xml = readReport(file);
  const count = (name: string): number => Number(new RegExp(`${name}="(\\d+)"`).exec(xml)?.[1]);
  // As in our Mocha runs, a skipped test is a failed one: it checks nothing.
  const failed = count('errors') + count('failures') + count('skipped');
  return { passed: count('tests') - failed, failed };
}

/** The whole pipeline from the corpus to the report, in about a minute: that it ends well, and what it leaves. */
async function miniature(): Promise<Counts> {
  const made = [
    path.join(MINIATURE.bundle, 'duo.json'),
    path.join(MINIATURE.bundle, 'MODEL_CARD.md'),
    path.join(MINIATURE.report, 'README.md'),
  ];
  // Whole folders: a bundle does not take the place of files that are none.
  for (const folder of [MINIATURE.bundle, MINIATURE.report]) {
    rmSync(folder, { recursive: true, force: true });
  }
  const script = path.join(ROOT, 'scripts/run.mjs');
  const code = await run(process.execPath, [script, 'miniature', '--minutes', '0.5']);
  const missing = made.filter((file) => !existsSync(file));
  for (const file of missing) console.error(`The miniature did not write ${file}.`);
  const failed = (code === 0 ? 0 : 1) + missing.length;
  return { passed: 1 + made.length - failed, failed };
}

/** Path of a result file, with the result of an earlier run removed. */
function freshFile(name: string): string {
  mkdirSync(OUT, { recursive: true });
  const file = path.join(OUT, name);
  rmSync(file, { force: true });
  return file;
}

function readReport(file: string): string {
  if (!existsSync(file)) throw new Error('it ended before its report, see above.');
  return readFileSync(file, 'utf8');
}
