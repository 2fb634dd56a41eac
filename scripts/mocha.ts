import { readdirSync } from 'node:fs';
import path from 'node:path';
import { runTestFiles } from '../test/testFiles';
import { ROOT } from './paths';

const TIMEOUT_MS = 120_000;
const LINGER_MS = 5000;

/** Runs all `*.test.ts` under folders of test/, in this process. @returns the exit code. */
export async function main(folders: string[]): Promise<number> {
  const files = folders.flatMap((folder) => {
    const root = path.join(ROOT, 'test', folder);
    const names = readdirSync(root, { recursive: true, encoding: 'utf8' });
    return names.filter((name) => name.endsWith('.test.ts')).map((name) => path.join(root, name));
  });
  const { passed, failed } = await runTestFiles(files.sort(), TIMEOUT_MS);
  failIfStillRunning();
  return failed === 0 && passed > 0 ? 0 : 1;
}

/** A test that leaves a timer, a child process or a server behind would keep this process alive for ever. */
function failIfStillRunning(): void {
  setTimeout(() => {
    const left = process.getActiveResourcesInfo().join(', ');
    console.error(`The tests are over, but they left something running: ${left}.`);
    process.exit(1);
  }, LINGER_MS).unref();
}
