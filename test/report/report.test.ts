import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import type { AnalysisJson } from '../../src/core/analysisJson';
import { ended, ROOT, start, TINY } from '../cli/duoLlm';
import { launchBrowser } from '../host/browser';
import { temporaryFolder } from '../host/temporaryFolder';
import { overflow, variables } from './inPage';
import { ReportPage, THEMES } from './reportPage';

/** Long enough for a chart, short enough that a list holds every token. */
const TEXT = 'Words, and <script>document.title = "run"</script> & "quotes" 😀 שלום.\n';

describe('a report in a browser', () => {
  const folder = temporaryFolder('report');
  const text = path.join(folder, 'some <b>text.md');
  const report = path.join(folder, 'report.html');
  let browser: Browser | undefined;
  let opened: ReportPage | undefined;

  before(async () => {
    writeFileSync(text, TEXT);
    await analyze('--format', 'html', '--out', report);
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
  });
  afterEach(async () => {
    const { problems } = opened ?? { problems: [] };
    await opened?.close();
    opened = undefined;
    assert.deepEqual(problems, []);
  });

  async function analyze(...args: string[]): Promise<string> {
    const { status, stdout, stderr } = await ended(
      start(['analyze', text, '--model', TINY, '--ep', 'cpu', ...args]),
    );
    assert.deepEqual([status, stderr], [0, '']);
    return stdout;
  }

  async function commandLine(...args: string[]): Promise<AnalysisJson> {
    return JSON.parse(await analyze('--format', 'json', ...args)) as AnalysisJson;
  }

  async function openReport(width?: number): Promise<ReportPage> {
    assert.ok(browser);
    opened = await ReportPage.open(browser, report, width);
    await opened.slider.waitFor();
    return opened;
  }

  /** The figures on screen and the shares behind the bars are those of the command line. */
  async function assertShows(
    page: ReportPage,
    { summary, layers, tokens }: AnalysisJson,
  ): Promise<void> {
    const { meanLoss } = summary.asked;
    assert.ok(meanLoss !== null);
    await page.page
      .getByRole('cell', { name: meanLoss.toFixed(3), exact: true })
      .first()
      .waitFor();
    const budget =
      tokens.reduce((sum, { oracle }) => sum + (oracle?.budget ?? 0), 0) / tokens.length;
    const [big, perplexity, nats] = await page.figures('oracle');
    assert.deepEqual([big, nats], [budget.toFixed(2), meanLoss.toFixed(3)]);
    const shown = Number(perplexity?.replaceAll(',', ''));
    assert.ok(Math.abs(shown - Math.exp(meanLoss)) <= 0.5, perplexity);
    const rows = await page.numbers('Module usage per layer');
    assert.equal(rows.size, layers.length);
    for (const { index, oracle } of layers) {
      const [, share] = rows.get(String(index + 1)) ?? [];
      const percent = Number(/^([\d.]+)\s%$/.exec(share ?? '')?.[1]);
      assert.ok(
        Math.abs(percent - (oracle?.big ?? 0) * 100) <= 0.5,
        `layer ${index}: ${share ?? ''}`,
      );
    }
  }

  it('shows the panel, asks for nothing, and says what it is about', async () => {
    const { page } = await openReport();
    const about = page.getByRole('complementary', { name: 'About this report' });
    assert.match(
      await about.innerText(),
      /model tiny-duo.*big context.*nothing was sent anywhere/s,
    );
    assert.equal(await page.title(), 'some <b>text.md – Duo-LLM Inspector');
    await page.getByRole('heading', { level: 1, name: 'some <b>text.md' }).waitFor();
    assert.ok((await page.getByRole('heading', { level: 2 }).count()) >= 10);
  });

  it('follows the budget to the numbers of the command line, by keyboard', async () => {
    const page = await openReport();
    await page.slider.focus();
    await page.slider.press('Home');
    for (const budget of [0, 1, 2, 3]) {
      assert.equal(await page.slider.inputValue(), String(budget));
      await assertShows(page, await commandLine('--budget', String(budget)));
      await page.slider.press('ArrowRight');
    }
  });

  it('follows the budget while it is dragged with the mouse', async () => {
    const page = await openReport();
    const box = await page.slider.boundingBox();
    assert.ok(box);
    const { mouse } = page.page;
    const y = box.y + box.height / 2;
    await mouse.move(box.x + box.width / 2, y);
    await mouse.down();
    await mouse.move(box.x + box.width - 2, y, { steps: 5 });
    await assertShows(page, await commandLine('--budget', '3'));
    await mouse.move(box.x + 2, y, { steps: 5 });
    await mouse.up();
    await assertShows(page, await commandLine('--budget', '0'));
  });

  it('constrains layers and bounds the budget', async () => {
    const page = await openReport();
    await page.setLayer(2, 'small');
    await page.slider.press('Home');
    await page.slider.press('ArrowRight');
    const layers = ['--layers', 'auto,small,auto'];
    await assertShows(page, await commandLine('--budget', '1', ...layers));
    await page.page.getByRole('radio', { name: 'at most' }).click();
    await assertShows(page, await commandLine('--budget', '1', '--at-most', ...layers));
  });

  it('shows the texts of tokens as text, whatever they hold', async () => {
    const report = await openReport();
    const { page } = report;
    const list = report.section('Worth a look');
    await list.getByRole('row').nth(5).waitFor();
    const shown = await list.innerText();
    for (const part of ['<script', '"quotes', '😀', 'שלום']) assert.ok(shown.includes(part), part);
    assert.equal(await page.title(), 'some <b>text.md – Duo-LLM Inspector');
    assert.equal(await page.locator('main script, main b:has(*), h1 b').count(), 0);
  });

  it('keeps a run and compares the next one with it', async () => {
    const page = await openReport();
    await page.slider.press('Home');
    const [kept, now] = [await commandLine('--budget', '0'), await commandLine('--budget', '3')];
    await assertShows(page, kept);
    const compare = page.section('Compare');
    await compare.getByRole('button', { name: 'Keep this run' }).click();
    await compare.getByRole('button', { name: /^Compare with .*exactly 0 big/ }).click();
    await page.slider.press('End');
    await assertShows(page, now);
    for (const { summary } of [kept, now]) {
      const nats = (summary.asked.meanLoss ?? Number.NaN).toFixed(3);
      await compare.getByRole('cell', { name: nats, exact: true }).first().waitFor();
    }
    await compare.getByRole('button', { name: /^Discard/ }).click();
    await compare.getByRole('button', { name: /^Discard/ }).waitFor({ state: 'detached' });
  });

  it('gives its numbers away as JSON, the same as the command line’s, and as CSV', async () => {
    const page = await openReport();
    await page.slider.press('Home');
    const expected = await commandLine('--budget', '0');
    await assertShows(page, expected);
    const json = await page.download('JSON');
    assert.equal(json.suggestedFilename(), 'some _b_text.md.duo-llm.json');
    const { summary, ...rest } = JSON.parse(
      readFileSync(await json.path(), 'utf8'),
    ) as AnalysisJson;
    const { summary: expectedSummary, ...expectedRest } = expected;
    assert.deepEqual(rest, expectedRest);
    assert.deepEqual({ ...summary, timing: null }, { ...expectedSummary, timing: null });
    const csv = readFileSync(await (await page.download('CSV')).path(), 'utf8');
    assert.match(csv, /^index,text,start,end,surprise,/);
  });

  it('takes the theme of the system, and the reader’s choice before it', async () => {
    const { page } = await openReport();
    const theme = async (): Promise<string | null> => {
      return await page.locator('body').getAttribute('data-vscode-theme-kind');
    };
    assert.equal(await theme(), 'vscode-light');
    await page.emulateMedia({ colorScheme: 'dark' });
    assert.equal(await theme(), 'vscode-dark');
    await page.emulateMedia({ colorScheme: 'dark', contrast: 'more' });
    assert.equal(await theme(), 'vscode-high-contrast');
    await page.getByLabel('Theme').selectOption('Light');
    assert.equal(await theme(), 'vscode-light');
    await page.reload();
    assert.equal(await theme(), 'vscode-light');
  });

  it('knows every colour that the panel uses, and the extension’s own as package.json has them', async () => {
    const page = await openReport();
    const used = new Set(
      ['report.css', 'report.js']
        .map((name) => readFileSync(path.join(ROOT, 'dist', name), 'utf8'))
        .flatMap((source) => source.match(/--vscode-[\w-]+/g) ?? []),
    );
    const contributed = (
      JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as Manifest
    ).contributes.colors;
    const keys = ['light', 'dark', 'highContrastLight', 'highContrast'] as const;
    for (const [at, theme] of THEMES.entries()) {
      await page.chooseTheme(theme);
      const names = Array.from(used);
      const values = await page.page.evaluate(variables, names);
      const value = (name: string): string | undefined => values[names.indexOf(name)];
      for (const { id, defaults } of contributed) {
        const name = `--vscode-${id.replaceAll('.', '-')}`;
        if (used.has(name)) assert.equal(value(name), defaults[keys[at] ?? 'light'], name);
      }
      // VS Code itself leaves some undefined under high contrast.
      const missing = names.filter((name) => value(name) === '' && !OPTIONAL.has(name));
      if (at < 2)
        assert.deepEqual(
          missing.filter((name) => !OPTIONAL.has(name)),
          [],
          theme,
        );
    }
  });

  for (const width of [200, 400, 1000]) {
    it(`is accessible in four themes, ${width} pixels wide`, async () => {
      const page = await openReport(width);
      await page.section('Compare').getByRole('button', { name: 'Keep this run' }).click();
      await page.numbers('Module usage per layer');
      await page.section('Worth a look').getByRole('row').nth(1).click();
      const found: string[] = [];
      for (const theme of THEMES) {
        await page.chooseTheme(theme);
        found.push(...(await page.violations()).map((violation) => `${theme}: ${violation}`));
      }
      assert.deepEqual(found, []);
      assert.equal(await page.page.evaluate(overflow), 0);
    });
  }
});

interface Manifest {
  readonly contributes: {
    readonly colors: readonly {
      readonly id: string;
      readonly defaults: Readonly<Record<string, string>>;
    }[];
  };
}

/** Colours that VS Code's own default themes leave undefined. */
const OPTIONAL = new Set([
  '--vscode-contrastBorder',
  '--vscode-contrastActiveBorder',
  '--vscode-list-hoverForeground',
  '--vscode-list-inactiveSelectionForeground',
  '--vscode-inputValidation-errorForeground',
]);
