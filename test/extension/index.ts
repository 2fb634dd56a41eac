import { readdirSync } from 'node:fs';
import path from 'node:path';
import { runTestFiles } from '../testFiles';

const TIMEOUT_MS = 60_000;

/** Entry of the suite inside VS Code's extension host: runs every test file that is bundled beside it. */
export async function run(): Promise<void> {
  // Failures point into the TypeScript files.
  process.setSourceMapsEnabled(true);
  const files = readdirSync(__dirname).filter((name) => name.endsWith('.test.js'));
  const { failed } = await runTestFiles(
    files.map((name) => path.join(__dirname, name)),
    TIMEOUT_MS,
  );
  if (failed > 0) throw new Error(`${failed} tests failed.`);
}
