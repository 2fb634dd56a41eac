import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { OUT } from '../../scripts/paths';
import { Workbench } from '../ui/workbench';
import { DEVELOPED } from './developed';
import { VSCODE } from './vscode';
import { withVscodeInBrowser } from './vscodeInBrowser';

const LIMIT_MS = 120_000;

/**
 * Opens a file in VS Code in a browser without a screen, as `npm start` does, and looks for annotated tokens
 * in the page. @returns the exit code: 0 when they were seen.
 */
export async function checkInBrowser(file: string): Promise<number> {
  const options = { vscode: VSCODE.newest, sources: DEVELOPED };
  return await withVscodeInBrowser(options, async (server, browser) => {
    const page = { folder: path.dirname(file), file };
    return await lookForTokens(await Workbench.open(browser, server, page));
  });
}

async function lookForTokens(workbench: Workbench): Promise<number> {
  try {
    const seen = await workbench.waitForDecorations(LIMIT_MS);
    const looks = new Set(seen.map(({ type }) => type)).size;
    console.log(`Seen on screen: ${seen.length} annotated stretches of text in ${looks} looks.`);
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    const messages = await workbench.notifications.allInnerTexts();
    for (const message of messages) console.error(`VS Code says: ${message}`);
    return 1;
  } finally {
    const screenshot = path.join(OUT, 'check.png');
    mkdirSync(OUT, { recursive: true });
    await workbench.screenshot(screenshot);
    console.log(`Screenshot: ${screenshot}`);
  }
}
