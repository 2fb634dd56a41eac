import { readdirSync } from 'node:fs';
import path from 'node:path';
import { runTestFiles } from '../testFiles';

const TIMEOUT_MS = 60_000;

/** VS Code and its other extensions live in the same process. */
function isOurs(reason: unknown): boolean {
  const stack = reason instanceof Error ? (reason.stack ?? '') : '';
  return /[/\\](dist[/\\]extension\.js|(src|test)[/\\](\w+[/\\])*\w+(\.test)?\.ts)/.test(stack);
}

function isTimed(name: string): boolean {
  return name === 'typing.test.js';
}

/** Entry of the suite inside VS Code's extension host: runs every test file that is bundled beside it. */
export async function run(): Promise<void> {
  // Failures point into the TypeScript files.
  process.setSourceMapsEnabled(true);
  const names = readdirSync(__dirname).filter((name) => name.endsWith('.test.js'));
  // First, in a fresh host: else it would measure the collection of what all the other tests left, too.
  const files = [...names.filter(isTimed), ...names.filter((name) => !isTimed(name))];
  const { failed } = await runTestFiles(
    files.map((name) => path.join(__dirname, name)),
    TIMEOUT_MS,
    isOurs,
  );
  if (failed > 0) throw new Error(`${failed} tests failed.`);
}
