import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { run } from './children';
import { stagePackage } from './package/stage';
import { hostTarget, targetOf, TARGETS, type Target } from './package/targets';
import { OUT, ROOT } from './paths';

const USAGE = `Usage: npm run package [-- --target TARGET... | --all]
  Packages the extension as a VSIX: for this platform, for the targets named, or for all there are:
  ${TARGETS.join(', ')}. The paths of the files are printed, one a line.`;

/** `npm run package`. @returns the exit code: 0 done, 1 failed, 2 wrong usage or a target that cannot be packaged. */
export async function main(args: string[]): Promise<number> {
  let targets: readonly Target[];
  try {
    targets = readTargets(args);
  } catch (error) {
    console.error((error as Error).message);
    return 2;
  }
  for (const vsix of await packageTargets(targets)) console.log(vsix);
  return 0;
}

/** @throws Error with a sentence, or with USAGE. */
function readTargets(args: string[]): readonly Target[] {
  const { target = [], all = false, more } = readOptions(args);
  const named = [...target, ...more];
  if (more.length > 0 && target.length === 0) throw new Error(USAGE);
  if (all && named.length > 0) throw new Error(USAGE);
  if (all) return TARGETS;
  return [...new Set(named.length > 0 ? named : [hostTarget()])].map(targetOf);
}

function readOptions(args: string[]): {
  readonly target?: string[];
  readonly all?: boolean;
  readonly more: string[];
} {
  try {
    const { values, positionals: more } = parseArgs({
      args,
      allowPositionals: true,
      options: { target: { type: 'string', multiple: true }, all: { type: 'boolean' } },
    });
    return { ...values, more };
  } catch {
    throw new Error(USAGE);
  }
}

/**
 * Packages the extension for this platform, with a production build.
 * @returns path of the VSIX.
 * @throws Error with a sentence when the build fails or the platform has no package.
 */
export async function packageExtension(): Promise<string> {
  const target = targetOf(hostTarget());
  await packageTargets([target]);
  return vsixPath(target);
}

/**
 * Packages the extension for targets, with one production build for all.
 * @returns paths of the VSIX files, in the order of the targets.
 * @throws Error with a sentence when the build or the packaging fails.
 */
export async function packageTargets(targets: readonly Target[]): Promise<string[]> {
  const build = await run(process.execPath, ['esbuild.mjs', '--production'], { output: 'stderr' });
  if (build !== 0) throw new Error('The build failed, see above.');
  await Promise.all(targets.map(packageTarget));
  return targets.map(vsixPath);
}

/** Where the package for a target is written. */
export function vsixPath(target: Target): string {
  const manifest = readFileSync(path.join(ROOT, 'package.json'), 'utf8');
  const { name, version } = JSON.parse(manifest) as { name: string; version: string };
  return path.join(OUT, `${name}-${version}-${target}.vsix`);
}

const VSCE = path.join(ROOT, 'node_modules/@vscode/vsce/vsce');

async function packageTarget(target: Target): Promise<void> {
  const vsix = vsixPath(target);
  rmSync(vsix, { force: true });
  const options = ['--allow-missing-repository', '--no-rewrite-relative-links'];
  const args = [VSCE, 'package', '--target', target, '--out', vsix, ...options];
  // What it prints lists the files; without a terminal there, it does not ask the registry for a newer version of itself.
  const code = await run(process.execPath, args, {
    cwd: stagePackage(target),
    stdio: ['ignore', 'ignore', 2],
  });
  if (code !== 0) throw new Error(`The package for ${target} could not be made, see above.`);
}
