import path from 'node:path';
import { type Browser, type FrameLocator, type Locator, type Page } from 'playwright-core';
import { type PageOptions, type VscodeServer } from '../host/server';
import {
  boxesOf,
  measureText,
  readColouredLines,
  readDecorations,
  type ColouredLine,
  type Decoration,
} from './inPage';

export type Theme = 'Dark Modern' | 'Light Modern' | 'Dark High Contrast' | 'Light High Contrast';

const START_LIMIT_MS = 60_000;
const HOVER_LIMIT_MS = 5000;
const HOVER_ATTEMPTS = 4;
const MENU_CLOSES_MS = 1000;
const MENU_ATTEMPTS = 4;
const POLL_MS = 100;
const TRANSPARENT = 'rgba(0, 0, 0, 0)';

/** One VS Code window, used as a person uses it: by keyboard and by what is on screen. */
export class Workbench {
  private constructor(readonly page: Page) {}

  /** Opens a window in a fresh browser profile and waits until VS Code (and its file) is there. */
  static async open(
    browser: Browser,
    server: VscodeServer,
    options: PageOptions,
  ): Promise<Workbench> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    await page.goto(server.pageUrl(options));
    const workbench = new Workbench(page);
    await workbench.root.waitFor({ timeout: START_LIMIT_MS });
    if (options.file !== undefined) {
      await workbench.editorTab(path.basename(options.file)).waitFor({ timeout: START_LIMIT_MS });
      await workbench.editor.locator('.view-line').first().waitFor({ timeout: START_LIMIT_MS });
    }
    return workbench;
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }

  get root(): Locator {
    return this.page.locator('.monaco-workbench');
  }

  /** The active text editor. */
  get editor(): Locator {
    return this.page.locator('.editor-group-container.active .monaco-editor');
  }

  get notifications(): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item');
  }

  get statusBar(): Locator {
    return this.page.locator('.statusbar-item');
  }

  /** The editor's hover; those of buttons and tabs are of the class `workbench-hover`. */
  get hover(): Locator {
    return this.page.locator('.monaco-hover:not(.hidden, .workbench-hover) .hover-contents');
  }

  /** The document inside the webview that is on screen. */
  get webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  }

  editorTab(name: string): Locator {
    return this.page.locator('.tab', { hasText: name });
  }

  /** The line of the editor that holds a text. */
  line(text: string): Locator {
    return this.editor.locator('.view-line', { hasText: text }).first();
  }

  /** Opens a file of the window's folder by its name (Quick Open). */
  async openFile(name: string): Promise<void> {
    await this.root.press('ControlOrMeta+p');
    await this.pick(name);
    await this.editorTab(name).waitFor();
  }

  /** Runs a command by its title, through the command palette. */
  async runCommand(title: string): Promise<void> {
    await this.root.press('F1');
    await this.quickInput.waitFor();
    await this.pick(`>${title}`);
  }

  /** Types into the open quick pick and picks the entry with exactly that label. */
  async pick(text: string): Promise<void> {
    await this.quickInput.fill(text);
    const label = this.page.locator('.quick-input-list .label-name');
    await label.getByText(text.replace(/^>/, ''), { exact: true }).first().click();
  }

  private get quickInput(): Locator {
    return this.page.locator('.quick-input-widget input.input');
  }

  /**
   * Chooses an entry of the context menu of an element, inside a submenu. A menu that has only just opened ignores clicks, so
   * that no double click runs a command by mistake: clicks again, as a person does.
   */
  async chooseFromMenu(element: Locator, submenu: string, entry: string): Promise<void> {
    await element.click({ button: 'right' });
    await this.page.getByRole('menuitem', { name: submenu }).click();
    const item = this.page.getByRole('menuitem', { name: entry });
    for (let attempt = 1; ; attempt++) {
      await item.click();
      try {
        await item.waitFor({ state: 'hidden', timeout: MENU_CLOSES_MS });
        return;
      } catch (error) {
        if (attempt === MENU_ATTEMPTS) throw error;
      }
    }
  }

  /** Drags the border between side bar and editors until the side bar is so wide. */
  async resizeSideBar(width: number): Promise<void> {
    const box = await this.page.locator('.part.sidebar').boundingBox();
    if (box === null) throw new Error('There is no side bar on screen.');
    const y = box.y + box.height / 2;
    await this.page.mouse.move(box.x + box.width, y);
    await this.page.mouse.down();
    await this.page.mouse.move(box.x + width, y, { steps: 5 });
    await this.page.mouse.up();
    await this.page.mouse.move(box.x + width + 60, y);
  }

  /** Colours the window with another theme. */
  async useTheme(theme: Theme): Promise<void> {
    await this.runCommand('Preferences: Color Theme');
    await this.pick(theme);
    await this.quickInput.waitFor({ state: 'hidden' });
  }

  /**
   * Moves the pointer over a text of the editor and waits for the hover; moves again when nothing shows, as a person does.
   * @returns its text.
   */
  async hoverOver(text: string): Promise<string> {
    for (let attempt = 1; ; attempt++) {
      const box = await this.boxOf(text);
      await this.page.mouse.move(box.x - 40, box.y - 40);
      await this.page.mouse.move(box.x + Math.min(4, box.width / 2), box.y + box.height / 2, {
        steps: 3,
      });
      try {
        await this.hover.first().waitFor({ timeout: HOVER_LIMIT_MS });
        return (await this.hover.allInnerTexts()).join('\n');
      } catch (error) {
        if (attempt === HOVER_ATTEMPTS) throw error;
      }
    }
  }

  /** Puts the cursor in front of a text of the editor. */
  async clickAt(text: string): Promise<void> {
    const box = await this.boxOf(text);
    await this.page.mouse.click(box.x + 1, box.y + box.height / 2);
  }

  /** All decorations of extensions that are on screen and visible: not empty, and with a look of their own. */
  async decorations(): Promise<Decoration[]> {
    const found = await this.editor
      .locator('.view-overlays .cdr[class*=ced-], .view-lines span[class*=ced-]')
      .evaluateAll(readDecorations);
    return found.filter(({ width, background, underline, border }) => {
      const coloured = background !== TRANSPARENT || underline !== 'none' || border !== 'none';
      return width > 0 && coloured;
    });
  }

  /**
   * What stands under the filled decorations of a text that is on screen from its first line, not wrapped: one string for
   * each type of decoration. Found by where they are, since what is beneath a text does not say which.
   */
  async decoratedTexts(text: string): Promise<string[]> {
    const lines = text.split('\n');
    const boxes = await this.editor.locator('.view-line').evaluateAll(boxesOf);
    const tops = boxes.map(({ y }) => y).sort((one, other) => one - other);
    const first = lines[0] ?? '';
    const grid = await this.boxOf(first);
    const character = grid.width / first.length;
    const byType = new Map<string, string>();
    const filled = (await this.decorations())
      .filter(({ background }) => background !== TRANSPARENT)
      .sort((one, other) => one.y - other.y || one.x - other.x);
    for (const { type, x, y, width } of filled) {
      const line = tops.findLastIndex((top) => top <= y + 1);
      const start = Math.round((x - grid.x) / character);
      const end = Math.round((x + width - grid.x) / character);
      const decorated = lines[line]?.slice(start, end) ?? '';
      byType.set(type, `${byType.get(type) ?? ''}${decorated}`);
    }
    return [...byType.values()];
  }

  /** The lines of the editor with their fills, all of one moment. */
  async colouredLines(): Promise<ColouredLine[]> {
    return await this.page.evaluate(readColouredLines);
  }

  /** Waits until decorations are on screen. @throws Error when `limitMs` passed without. */
  async waitForDecorations(limitMs: number): Promise<Decoration[]> {
    const limit = Date.now() + limitMs;
    while (Date.now() < limit) {
      const decorations = await this.decorations();
      if (decorations.length > 0) return decorations;
      await this.page.waitForTimeout(POLL_MS);
    }
    throw new Error(`No decorated text was on screen within ${limitMs / 1000} s.`);
  }

  async screenshot(file: string): Promise<void> {
    await this.page.screenshot({ path: file });
  }

  /** Where a text of the editor is on screen, also when several spans hold it. */
  private async boxOf(
    text: string,
  ): Promise<{ x: number; y: number; width: number; height: number }> {
    return await this.line(text).evaluate(measureText, text);
  }
}
