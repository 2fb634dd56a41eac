import path from 'node:path';
import { run } from './children';
import { ensureBuild } from './ensure';
import { CALLER, ROOT } from './paths';

/** `npm run analyze -- ARGS`: the command line, built when needed. @returns its exit code. */
export async function main(args: string[]): Promise<number> {
  await ensureBuild();
  return await run(process.execPath, [path.join(ROOT, 'dist/cli.js'), 'analyze', ...args], {
    cwd: CALLER,
    stdio: 'inherit',
  });
}
