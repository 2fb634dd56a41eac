import path from 'node:path';
import { run } from './children';
import { ensureBuild } from './ensure';
import { CALLER, ROOT } from './paths';

/** Runs a command of the command line, built when needed, where npm was called. @returns its exit code. */
export async function commandLine(command: string, args: readonly string[]): Promise<number> {
  await ensureBuild();
  return await run(process.execPath, [path.join(ROOT, 'dist/cli.js'), command, ...args], {
    cwd: CALLER,
    stdio: 'inherit',
  });
}
