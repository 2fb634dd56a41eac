import { setTimeout as sleep } from 'node:timers/promises';
import { format } from 'node:util';
import { type Browser } from 'playwright-core';
import { GUTTER } from '../testFiles';
import { type VscodeServer } from './server';
import { type SuiteRun } from './suite';
import { withVscodeInBrowser } from './vscodeInBrowser';

const LIMIT_MS = 15 * 60_000;

/**
 * Runs the suite in the VS Code from npm, in a browser without a screen.
 * @throws Error with a sentence when the suite did not run to its end.
 */
export async function runInServer(run: SuiteRun): Promise<void> {
  const { vscode, env } = run;
  await withVscodeInBrowser({ vscode, env, testDriver: true }, async (server, browser) => {
    const outcome = await Promise.race([
      finishIn(browser, server, run),
      server.ended.then(() => 'VS Code ended by itself'),
      sleep(LIMIT_MS, `there was no end after ${LIMIT_MS / 60_000} minutes`, { ref: false }),
    ]);
    if (outcome === FINISHED) return;
    throw new Error(`The suite in VS Code ${vscode.version} did not finish: ${outcome}.`);
  });
}

const FINISHED = 'finished';

/**
 * VS Code calls two functions of the page: one for everything that is logged, of which the report is shown (with
 * DEBUG=1 all of it), and one at the suite's end.
 */
async function finishIn(browser: Browser, server: VscodeServer, run: SuiteRun): Promise<string> {
  const { extension, suite, workspace: folder } = run;
  const page = await browser.newPage();
  await page.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) => {
    const text = format(...args);
    if (text.startsWith(GUTTER) || process.env['DEBUG'] !== undefined) console.log(text);
  });
  const finished = new Promise<void>((resolve, reject) => {
    page.exposeFunction('codeAutomationExit', resolve).catch(reject);
  });
  await page.goto(server.pageUrl({ folder, tests: { extension, suite } }));
  await finished;
  return FINISHED;
}
