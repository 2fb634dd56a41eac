import path from 'node:path';
import { VSCODE } from '../test/host/vscode';
import { withVscodeInBrowser } from '../test/host/vscodeInBrowser';
import { Workbench, type Theme } from '../test/ui/workbench';
import { packageExtension } from './package';
import { ROOT } from './paths';

const SAMPLE = path.join(ROOT, 'media/sample.md');
/** A word of the sample that few would expect where it stands. */
const HOVERED = 'engines';
const LIMIT_MS = 120_000;

const THEMES: Readonly<Record<string, Theme>> = {
  dark: 'Dark Modern',
  light: 'Light Modern',
};

/** `npm run screenshots`: the README's pictures, taken from the packaged extension at work. @returns the exit code. */
export async function main(): Promise<number> {
  const vsix = await packageExtension();
  return await withVscodeInBrowser(
    { vscode: VSCODE.newest, vsix: [vsix] },
    async (server, browser) => {
      const page = { folder: path.dirname(SAMPLE), file: SAMPLE };
      const workbench = await Workbench.open(browser, server, page);
      await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
      await workbench.runCommand('Duo-LLM: Analyze Document');
      const done = workbench.statusBar.filter({ hasText: /duo-8l · .* · difficulty$/ });
      await done.waitFor({ timeout: LIMIT_MS });
      for (const [name, theme] of Object.entries(THEMES)) {
        await workbench.useTheme(theme);
        await workbench.hoverOver(HOVERED);
        const file = path.join(ROOT, `media/screenshot-${name}.png`);
        await workbench.screenshot(file);
        console.log(file);
      }
      return 0;
    },
  );
}
