import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, afterEach } from 'mocha';
import { type Browser } from 'playwright-core';
import { OUT } from '../../scripts/paths';
import { launchBrowser } from '../host/browser';
import { VscodeServer } from '../host/server';
import { removeFolder, temporaryFolder } from '../host/temporaryFolder';
import { VSCODE } from '../host/vscode';
import { Workbench } from './workbench';

/** What all UI tests share: a VS Code with the packaged extension installed, and a browser. */
interface Session {
  readonly server: VscodeServer;
  readonly browser: Browser;
}

let session: Promise<Session> | undefined;
let open: { readonly workbench: Workbench; readonly folder: string }[] = [];

/**
 * Opens a window as a new user would see it: a fresh profile, a folder with these files, one of them open.
 * The window is closed after the test; that of a failed test leaves a screenshot in out/ui.
 */
export async function openWindow(
  files: Readonly<Record<string, string>>,
  opened: string,
): Promise<Workbench> {
  session ??= startSession();
  const { browser, server } = await session;
  const folder = temporaryFolder('ui');
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  const workbench = await Workbench.open(browser, server, {
    folder,
    file: path.join(folder, opened),
  });
  open.push({ workbench, folder });
  return workbench;
}

async function startSession(): Promise<Session> {
  const vsix = process.env['DUO_LLM_VSIX'];
  if (vsix === undefined) {
    throw new Error('UI tests need the packaged extension. Run them with `npm test -- ui`.');
  }
  const browser = await launchBrowser();
  return { browser, server: await VscodeServer.start({ vscode: VSCODE.newest, vsix: [vsix] }) };
}

// Mocha's root hooks: they belong to every suite that imports this module.
afterEach(async function () {
  for (const { workbench, folder } of open) {
    if (this.currentTest?.state === 'failed') {
      const name = this.currentTest.fullTitle().replaceAll(/\W+/g, '-');
      await workbench.screenshot(path.join(OUT, 'ui', `${name}.png`));
    }
    await workbench.close();
    removeFolder(folder);
  }
  open = [];
});

after(async () => {
  const started = await session;
  await started?.browser.close();
  await started?.server.dispose();
});
