import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import type { Browser, Download, Locator, Page } from 'playwright-core';

export const THEMES = ['Light', 'Dark', 'High contrast light', 'High contrast dark'] as const;

/** A report in a browser without network, as its reader uses it. */
export class ReportPage {
  private constructor(
    readonly page: Page,
    /** What should not have happened: errors, warnings, requests for anything but the file itself. */
    readonly problems: readonly string[],
  ) {}

  static async open(browser: Browser, file: string, width = 1000): Promise<ReportPage> {
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      offline: true,
      colorScheme: 'light',
    });
    const page = await context.newPage();
    const problems: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) problems.push(message.text());
    });
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('request', (request) => {
      if (!/^(file|blob):/.test(request.url())) problems.push(`request for ${request.url()}`);
    });
    await page.goto(pathToFileURL(file).href);
    return new ReportPage(page, problems);
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }

  get slider(): Locator {
    return this.page.getByRole('slider', { name: 'Budget' });
  }

  section(title: string): Locator {
    const heading = this.page.getByRole('heading', { name: title, exact: true, level: 2 });
    return this.page.locator('details').filter({ has: heading }).first();
  }

  /** A row of the table beneath the budget, without its name: big layers, perplexity, nats. */
  async figures(name: 'oracle' | 'without hindsight' | 'router'): Promise<string[]> {
    const row = this.section('Budget and layers').getByRole('row', {
      name: new RegExp(`^${name} `),
    });
    return await row.getByRole('cell').allInnerTexts();
  }

  /** The cells of the table behind a chart, by the row's heading. */
  async numbers(section: string): Promise<Map<string, string[]>> {
    const fold = this.section(section).locator('details').first();
    if ((await fold.getAttribute('open')) === null) await fold.locator('summary').click();
    await fold.getByRole('rowheader').first().waitFor();
    const rows = await fold.getByRole('row').all();
    const cells = await Promise.all(
      rows.map(async (row): Promise<[string, string[]]> => [
        await row
          .getByRole('rowheader')
          .allInnerTexts()
          .then(([heading]) => heading ?? ''),
        await row.getByRole('cell').allInnerTexts(),
      ]),
    );
    return new Map(cells.filter(([heading]) => heading !== ''));
  }

  async chooseTheme(name: (typeof THEMES)[number]): Promise<void> {
    await this.page.getByLabel('Theme').selectOption(name);
  }

  /** Sets a layer, counted from 1. */
  async setLayer(layer: number, choice: string): Promise<void> {
    const group = this.page.getByRole('radiogroup', { name: `Layer ${layer}`, exact: true });
    await group.getByRole('radio', { name: choice, exact: true }).click();
  }

  async download(button: string): Promise<Download> {
    const [download] = await Promise.all([
      this.page.waitForEvent('download'),
      this.section('Export').getByRole('button', { name: button }).click(),
    ]);
    return download;
  }

  /** What axe-core finds wrong, each with the elements that it is about. */
  async violations(): Promise<string[]> {
    await this.page.evaluate(axe.source);
    const { violations } = await this.page.evaluate(async () => {
      const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
      return await axe.run();
    });
    return violations.map(({ id, help, nodes }) => {
      const where = nodes.slice(0, 3).map(({ html, failureSummary }) => {
        return `${html.slice(0, 160)} (${failureSummary?.replaceAll(/\s+/g, ' ') ?? ''})`;
      });
      return `${id}: ${help}, ${nodes.length} times: ${where.join('; ')}`;
    });
  }
}
