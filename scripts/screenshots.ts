import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import type { VscodeServer } from '../test/host/server';
import { VSCODE } from '../test/host/vscode';
import { withVscodeInBrowser } from '../test/host/vscodeInBrowser';
import { Panel } from '../test/ui/panel';
import { Workbench, type Theme } from '../test/ui/workbench';
import { packageExtension } from './package';
import { OUT, ROOT } from './paths';

const SAMPLE = path.join(ROOT, 'media/sample.md');
/** A word of the sample that few would expect where it stands. */
const HOVERED = 'engines';
const LIMIT_MS = 120_000;

const THEMES: Readonly<Record<string, Theme>> = {
  dark: 'Dark Modern',
  light: 'Light Modern',
  'high-contrast': 'Dark High Contrast',
  'high-contrast-light': 'Light High Contrast',
};
/** Those of the README's pictures of the panel. */
const PUBLISHED = ['dark', 'light'];

const WIDTHS = [200, 420, 900];
/** Tall enough for most of the panel. */
const ALL_OF_IT = { width: 1500, height: 3000 };
const PICTURE = { width: 1640, height: 1330 };
const PICTURED_WIDTH = 700;

/**
 * `npm run screenshots`: the README's pictures, taken from the packaged extension at work, into media/; and the panel in
 * every kind of theme at three widths, to look at, into out/screenshots. @returns the exit code.
 */
export async function main(): Promise<number> {
  const vsix = await packageExtension();
  const folder = path.join(OUT, 'screenshots');
  mkdirSync(folder, { recursive: true });
  return await withVscodeInBrowser(
    { vscode: VSCODE.newest, vsix: [vsix] },
    async (server, browser) => {
      const workbench = await analysedSample(server, browser);
      await takeHover(workbench);
      await takePanels(workbench, folder);
      return 0;
    },
  );
}

async function analysedSample(server: VscodeServer, browser: Browser): Promise<Workbench> {
  const page = { folder: path.dirname(SAMPLE), file: SAMPLE };
  const workbench = await Workbench.open(browser, server, page);
  await workbench.runCommand('Duo-LLM: Analyze Document');
  const done = workbench.statusBar.filter({ hasText: /duo-8l · .* · difficulty$/ });
  await done.waitFor({ timeout: LIMIT_MS });
  return workbench;
}

async function takeHover(workbench: Workbench): Promise<void> {
  await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
  await use(workbench, 'dark');
  await workbench.hoverOver(HOVERED);
  await take(workbench, path.join(ROOT, 'media/screenshot-dark.png'));
}

async function takePanels(workbench: Workbench, folder: string): Promise<void> {
  const panel = await Panel.open(workbench);
  await workbench.page.setViewportSize(PICTURE);
  await workbench.resizeSideBar(PICTURED_WIDTH);
  await panel.dragBudget(2);
  await workbench.clickAt(HOVERED);
  for (const name of PUBLISHED) {
    await use(workbench, name);
    // Away from all that has a tooltip.
    await workbench.page.mouse.move(PICTURE.width - 200, PICTURE.height - 100);
    await take(workbench, path.join(ROOT, `media/panel-${name}.png`));
  }
  await workbench.page.setViewportSize(ALL_OF_IT);
  for (const name of Object.keys(THEMES)) {
    await use(workbench, name);
    for (const width of WIDTHS) {
      await workbench.resizeSideBar(width);
      await take(workbench, path.join(folder, `panel-${name}-${width}.png`));
    }
  }
}

async function use(workbench: Workbench, name: string): Promise<void> {
  const theme = THEMES[name];
  if (theme !== undefined) await workbench.useTheme(theme);
}

/** Until all is drawn, a moment. */
const SETTLE_MS = 800;

async function take(workbench: Workbench, file: string): Promise<void> {
  await workbench.page.waitForTimeout(SETTLE_MS);
  await workbench.screenshot(file);
  console.log(file);
}
