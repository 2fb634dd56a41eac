import { setTimeout as sleep } from 'node:timers/promises';
import { format } from 'node:util';
import { GUTTER } from '../testFiles';
import { launchBrowser } from './browser';
import { VscodeServer } from './server';
import { type SuiteRun } from './suite';

const LIMIT_MS = 15 * 60_000;

/**
 * Runs the suite in the VS Code from npm, in a browser without a screen.
 * VS Code calls two functions of the page: one for everything that is logged, of which the report is shown (with
 * DEBUG=1 all of it), and one at the suite's end.
 */
export async function runInServer(run: SuiteRun): Promise<void> {
  const { vscode, extension, suite, workspace: folder, env } = run;
  const server = await VscodeServer.start({ vscode, testDriver: true, env });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    let finish: (outcome: string) => void;
    const finished = new Promise<string>((resolve) => {
      finish = resolve;
    });
    await page.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) => {
      const text = format(...args);
      if (text.startsWith(GUTTER) || process.env['DEBUG'] !== undefined) console.log(text);
    });
    await page.exposeFunction('codeAutomationExit', () => {
      finish('finished');
    });
    await page.goto(server.pageUrl({ folder, tests: { extension, suite } }));
    const outcome = await Promise.race([
      finished,
      server.ended.then(() => 'VS Code ended by itself'),
      sleep(LIMIT_MS, `there was no end after ${LIMIT_MS / 60_000} minutes`, { ref: false }),
    ]);
    if (outcome !== 'finished') {
      throw new Error(`The suite in VS Code ${vscode.version} did not finish: ${outcome}.`);
    }
  } finally {
    await browser.close();
    await server.dispose();
  }
}
