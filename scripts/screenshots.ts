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
/** Those of the pictures that the README and the walkthrough show. */
const PUBLISHED = ['dark', 'light'];

/** The pictures are of what everybody has, not of what this machine lacks. That the settings are read shows by the theme. */
const SETTINGS = { 'duoLLM.executionProvider': 'cpu', 'workbench.colorTheme': THEMES['dark'] };

const WIDTHS = [200, 420, 900];
/** Tall enough for most of the panel. */
const ALL_OF_IT = { width: 1500, height: 3000 };
const PICTURE = { width: 1640, height: 1330 };
const PICTURED_WIDTH = 700;

/**
 * `npm run screenshots`: the pictures of the README and the walkthrough, taken from the packaged extension at work, into
 * media/; and the panel in every kind of theme at three widths, to look at, into out/screenshots. @returns the exit code.
 */
export async function main(): Promise<number> {
  const vsix = await packageExtension();
  const folder = path.join(OUT, 'screenshots');
  mkdirSync(folder, { recursive: true });
  return await withVscodeInBrowser(
    { vscode: VSCODE.newest, vsix: [vsix], settings: SETTINGS },
    async (server, browser) => {
      const workbench = await analysedSample(server, browser);
      await takeHover(workbench);
      await takeWalkthrough(workbench);
      await takePanels(workbench, folder);
      return 0;
    },
  );
}

async function analysedSample(server: VscodeServer, browser: Browser): Promise<Workbench> {
  const page = { folder: path.dirname(SAMPLE), file: SAMPLE };
  const workbench = await Workbench.open(browser, server, page);
  await workbench.page.locator('.monaco-workbench.vs-dark').waitFor({ timeout: LIMIT_MS });
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

/** A window of the size in which its pictures can still be read beside the walkthrough's text. */
const WALKTHROUGH = { width: 960, height: 640 };
const WALKTHROUGH_PANEL_WIDTH = 640;

async function takeWalkthrough(workbench: Workbench): Promise<void> {
  const { page } = workbench;
  await page.setViewportSize(WALKTHROUGH);
  await takeStep(workbench, 'analyze');
  await takeStep(workbench, 'read', async () => {
    await workbench.hoverOver(HOVERED);
  });
  await takeStep(workbench, 'model', async () => {
    await workbench.runCommand('Duo-LLM: Select Model...');
    await page.locator('.quick-input-list .label-name', { hasText: 'duo-8l' }).first().waitFor();
  });
  await takeStep(workbench, 'provider', async () => {
    await workbench.statusBar.filter({ hasText: 'duo-8l' }).hover();
    await page.locator('.workbench-hover').getByText('CPU').first().waitFor();
  });
  const panel = await Panel.open(workbench);
  await workbench.resizeSideBar(WALKTHROUGH_PANEL_WIDTH);
  await panel.dragBudget(2);
  await takeStep(workbench, 'panel');
}

/** Takes what is on screen, after something was done that Escape takes back, in both themes. */
async function takeStep(
  workbench: Workbench,
  step: string,
  show?: () => Promise<void>,
): Promise<void> {
  for (const theme of PUBLISHED) {
    await use(workbench, theme);
    await moveAway(workbench);
    await show?.();
    await take(workbench, path.join(ROOT, `media/walkthrough/${step}-${theme}.png`));
    await workbench.page.keyboard.press('Escape');
  }
}

async function takePanels(workbench: Workbench, folder: string): Promise<void> {
  const panel = await Panel.open(workbench);
  await workbench.page.setViewportSize(PICTURE);
  await workbench.resizeSideBar(PICTURED_WIDTH);
  await panel.dragBudget(2);
  await workbench.clickAt(HOVERED);
  for (const name of PUBLISHED) {
    await use(workbench, name);
    await moveAway(workbench);
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

/** Moves the pointer away from all that has a tooltip: to the title bar, left of what is in it. */
async function moveAway({ page }: Workbench): Promise<void> {
  await page.mouse.move(120, 16);
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
