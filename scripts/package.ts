import { rmSync, writeFileSync, readFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { run } from './children';
import { OUT, ROOT } from './paths';

/** `npm run package`: the VSIX for this platform. @returns the exit code. */
export async function main(): Promise<number> {
  const vsix = await packageExtension();
  console.log(vsix);
  return 0;
}

/**
 * Packages the extension for this platform, with a production build.
 * @returns path of the VSIX.
 * @throws Error with a sentence when the build fails or the platform is not supported.
 */
export async function packageExtension(): Promise<string> {
  const target = `${process.platform}-${process.arch}`;
  const build = await run(process.execPath, ['esbuild.mjs', '--production'], { output: 'stderr' });
  if (build !== 0) throw new Error('The build failed, see above.');
  mkdirSync(OUT, { recursive: true });
  const packagePath = path.join(OUT, `${readName()}-${target}.vsix`);
  rmSync(packagePath, { force: true });
  await createVSIX({
    cwd: ROOT,
    target,
    packagePath,
    ignoreFile: writeIgnoreFile(),
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
  return packagePath;
}

/** One VSIX per platform: onnxruntime's native files for all of them are 290 MB, for one less than 90. */
function writeIgnoreFile(): string {
  const native = `bin/napi-v6/${process.platform}/${process.arch}`;
  const file = path.join(OUT, 'vscodeignore');
  const common = readFileSync(path.join(ROOT, '.vscodeignore'), 'utf8');
  writeFileSync(file, `${common}!node_modules/onnxruntime-node/${native}/**\n`);
  return file;
}

function readName(): string {
  const text = readFileSync(path.join(ROOT, 'package.json'), 'utf8');
  const { name, version } = JSON.parse(text) as { name: string; version: string };
  return `${name}-${version}`;
}
