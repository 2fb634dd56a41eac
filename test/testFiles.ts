import { writeFileSync } from 'node:fs';
import { format } from 'node:util';
import Mocha from 'mocha';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** Environment variable that names the file for the counts of a run in another process. */
export const COUNTS_FILE = 'DUO_LLM_TEST_COUNTS';

/** In front of every line of the report: inside VS Code it comes among much else that is logged. */
export const GUTTER = '│';

/**
 * Runs test files with Mocha, results on the terminal, and leaves the counts in the file that the
 * environment names. One setting for all suites, also inside VS Code. Skipped tests and `only` are failures, and so is a
 * rejected promise that nobody handled: `isOurs` tells those of others in the same process.
 */
export async function runTestFiles(
  files: readonly string[],
  timeoutMs: number,
  isOurs: (reason: unknown) => boolean = () => true,
): Promise<Counts> {
  // Mocha by itself only hands them on, so that each comes twice.
  const rejections = new Map<Promise<unknown>, unknown>();
  process.on('unhandledRejection', (reason, promise) => {
    if (isOurs(reason)) rejections.set(promise, reason);
  });
  const mocha = new Mocha({ timeout: timeoutMs, forbidOnly: true, forbidPending: true });
  for (const file of files) mocha.addFile(file);
  const print = (...parts: unknown[]): void => {
    console.log(format(...parts).replaceAll(/^/gm, `${GUTTER} `));
  };
  Mocha.reporters.Base.consoleLog = print;
  const tests = await new Promise<Counts>((resolve) => {
    const runner = mocha.run((failed) => {
      resolve({ passed: runner.stats?.passes ?? 0, failed });
    });
  });
  for (const reason of rejections.values()) {
    print('A rejected promise was not handled:', reason);
  }
  const counts = { passed: tests.passed, failed: tests.failed + rejections.size };
  const countsFile = process.env[COUNTS_FILE];
  if (countsFile !== undefined) writeFileSync(countsFile, JSON.stringify(counts));
  return counts;
}
