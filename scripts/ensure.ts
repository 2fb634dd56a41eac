import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from './children';
import { CACHE, ROOT } from './paths';

/** Builds dist/ when it is missing or older than what it is made from. @throws Error when that fails. */
export async function ensureBuild(): Promise<void> {
  const sources = ['src', 'webview', 'esbuild.mjs', 'package.json', 'package-lock.json'];
  const built = filesIn('dist').map(modifiedAt);
  if (
    built.length > 0 &&
    Math.min(...built) >= Math.max(...sources.flatMap(filesIn).map(modifiedAt))
  ) {
    return;
  }
  console.error('Building dist/ (node esbuild.mjs)...');
  const code = await run(process.execPath, ['esbuild.mjs'], { output: 'stderr' });
  if (code !== 0) throw new Error('The build failed, see above.');
}

const TRAINING = path.join(ROOT, 'models/training');

/**
 * Makes sure that .cache/venv holds the Python package of models/training with all that its tests need.
 * @returns the environment's Python.
 * @throws Error with a sentence when it cannot be made here.
 */
export async function ensurePython(): Promise<string> {
  const { venv, python, marker, wanted, installed } = pythonEnvironment();
  if (installed) return python;
  console.error(
    'Installing the training package and PyTorch into .cache/venv (about 200 MB to fetch)...',
  );
  const system = process.platform === 'win32' ? 'python' : 'python3';
  await must(run(system, ['-m', 'venv', venv], { output: 'stderr' }), 'python3 -m venv');
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-compile'];
  await must(
    run(python, [...pip, '--editable', `${TRAINING}[test]`], { output: 'stderr' }),
    'pip install',
  );
  writeFileSync(marker, wanted);
  return python;
}

/**
 * Environment variables for a Python that tests start many times: it keeps what it compiles. pip compiles nothing when it
 * installs, and where an environment forbids Python to write (many containers do), each process would compile PyTorch anew,
 * which takes seconds.
 */
export function pythonVariables(): NodeJS.ProcessEnv {
  return { ...process.env, PYTHONDONTWRITEBYTECODE: '' };
}

/** The environment's Python if `ensurePython` has installed all before; for what can do without and should fetch nothing. */
export function installedPython(): string | undefined {
  const { python, installed } = pythonEnvironment();
  return installed ? python : undefined;
}

function pythonEnvironment(): {
  readonly venv: string;
  readonly python: string;
  readonly marker: string;
  readonly wanted: string;
  readonly installed: boolean;
} {
  const venv = path.join(CACHE, 'venv');
  const python = path.join(
    venv,
    process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python',
  );
  const marker = path.join(venv, 'installed-for.txt');
  const wanted = fingerprint(path.join(TRAINING, 'pyproject.toml'));
  const installed = existsSync(marker) && readFileSync(marker, 'utf8') === wanted;
  return { venv, python, marker, wanted, installed };
}

async function must(exit: Promise<number>, what: string): Promise<void> {
  const code = await exit;
  if (code !== 0) throw new Error(`${what} failed (exit code ${code}), see above.`);
}

function fingerprint(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

function filesIn(place: string): string[] {
  const absolute = path.join(ROOT, place);
  if (!existsSync(absolute)) return [];
  if (!statSync(absolute).isDirectory()) return [absolute];
  return readdirSync(absolute, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

function modifiedAt(file: string): number {
  return statSync(file).mtimeMs;
}
