import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runNpm } from './children';

export interface Download {
  /** For people, for example "VS Code 1.100.3". */
  readonly name: string;
  /** For people: what is fetched and how much, for example "npm packages, about 100 MB". */
  readonly cost: string;
  /** Where it is kept. */
  readonly folder: string;
  /** npm packages with exact versions. */
  readonly packages: readonly string[];
  /** Work on the installed packages, before they count as complete. */
  readonly finish?: (folder: string) => Promise<void>;
}

/**
 * Makes sure that npm packages which are too large for devDependencies are in a folder of their own. They are put
 * together beside it and renamed at the end, so an interrupted download is never taken for a whole one;
 * a changed package list replaces the folder. npm's own cache makes a second attempt cheap.
 * @throws Error with a sentence when a package cannot be installed.
 */
export async function ensureDownload(download: Download): Promise<void> {
  const { name, cost, folder, packages, finish } = download;
  if (await isComplete(download)) return;
  console.error(`Getting ${name} (${cost}) into ${path.relative('', folder)}...`);
  const partial = `${folder}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  // A package.json makes npm install here and not into the repository's node_modules.
  await writeFile(path.join(partial, 'package.json'), '{ "private": true }\n');
  await npmIn(partial, ['install', ...NPM_FLAGS, ...packages]);
  await finish?.(partial);
  await writeFile(path.join(partial, RECIPE), recipe(download));
  await rm(folder, { recursive: true, force: true });
  await rename(partial, folder);
}

/**
 * For packages that bring what they need. Their install scripts would fetch more, and their wish for
 * another Node is only a warning: those that need one bring it along.
 */
export const NPM_FLAGS = [
  '--ignore-scripts',
  '--omit=dev',
  '--no-package-lock',
  '--loglevel=error',
];

/** Runs npm in a folder, its output on stderr. */
export async function npmIn(
  folder: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  const code = await runNpm(args, { cwd: folder, env, output: 'stderr' });
  if (code !== 0) {
    throw new Error(`npm ${args.join(' ')} failed in ${folder} (exit code ${code}), see above.`);
  }
}

const RECIPE = 'recipe.json';

function recipe({ packages }: Download): string {
  return JSON.stringify({ packages });
}

async function isComplete(download: Download): Promise<boolean> {
  const file = path.join(download.folder, RECIPE);
  return existsSync(file) && (await readFile(file, 'utf8')) === recipe(download);
}
