import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import type { AnalysisJson } from '../../src/core/analysisJson';
import { ended, ROOT, start, TINY } from '../cli/duoLlm';
import { reportOf } from '../../src/report/report';
import { readAssets } from '../../src/report/reportAssets';
import { launchBrowser } from '../host/browser';
import { temporaryFolder } from '../host/temporaryFolder';
import { madeUpAnalysis } from '../unit/core/madeUpAnalysis';
import { shownOf } from '../unit/panel/runOnScreen';
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

  async function openReport(width?: number, file = report): Promise<ReportPage> {
    assert.ok(browser);
    opened = await ReportPage.open(browser, file, width);
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
    const free = summary.hindsight?.byBudget[summary.asked.budget ?? Number.NaN];
    assert.ok(typeof free?.meanLoss === 'number');
    const [, , freeNats] = await page.figures('without hindsight');
    assert.equal(freeNats, free.meanLoss.toFixed(3));
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
    // Opens them: with a pressed button nothing else can be clicked.
    await page.numbers('Module usage per layer');
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
    const texts = ['<script>document.title="run"</script>', '<img/src=x/onerror=alert(1)>'];
    texts.push('"quotes"', '&amp;', '👩‍🔬', 'שלום', '</script>');
    const analysis = madeUpAnalysis(texts.map((_, id) => String.fromCharCode(id)).join(''));
    const content = { question: null, reruns: [], kept: [], comparedWith: null, exportedAt: 0 };
    const shown = { ...shownOf(analysis), vocabulary: texts };
    const assets = await readAssets(path.join(ROOT, 'dist'));
    const hostile = path.join(folder, 'hostile.html');
    writeFileSync(hostile, [...reportOf({ shown, ...content }, assets).html].join(''));
    const report = await openReport(1000, hostile);
    const { page } = report;
    await report.section('Worth a look').getByRole('rowheader').getByRole('button').first().click();
    const token = report.section('Token');
    // The arrow keys move between tokens from anywhere in the bar.
    const bar = token.getByRole('checkbox', { name: 'Pin' });
    for (let at = 1; at < texts.length; at++) await bar.press('ArrowLeft');
    for (const text of texts) {
      await token.getByText(text, { exact: true }).first().waitFor();
      await bar.press('ArrowRight');
    }
    assert.equal(await page.title(), 'made-up.txt – Duo-LLM Inspector');
    assert.equal(await page.locator('img, main script').count(), 0);
  });

  it('keeps a run and compares the next one with it', async () => {
    const page = await openReport();
    await page.slider.press('Home');
    const [kept, now] = [await commandLine('--budget', '0'), await commandLine('--budget', '3')];
    await assertShows(page, kept);
    const compare = page.section('Compare');
    await compare.getByRole('button', { name: 'Keep this run' }).click();
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
    const csv = async (button: string): Promise<string> => {
      return readFileSync(await (await page.download(button)).path(), 'utf8');
    };
    assert.match(await csv('CSV: A row per token'), /^index,text,start,end,surprise,/);
    const oracle = expectedSummary.oracle[2]?.meanLoss;
    assert.match(await csv('Curve as CSV'), new RegExp(`^oracle,2,${String(oracle)},`, 'm'));
  });

  it('takes the theme of the system, and the reader’s choice before it', async () => {
    const { page } = await openReport();
    const isShown = async (kind: string): Promise<void> => {
      await page.locator(`body[data-vscode-theme-kind="${kind}"]`).waitFor();
    };
    await isShown('vscode-light');
    await page.emulateMedia({ colorScheme: 'dark' });
    await isShown('vscode-dark');
    await page.emulateMedia({ colorScheme: 'dark', contrast: 'more' });
    await isShown('vscode-high-contrast');
    await page.getByLabel('Theme').selectOption('Light');
    await isShown('vscode-light');
    await page.reload();
    await isShown('vscode-light');
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
      const compare = page.section('Compare');
      await compare.getByRole('button', { name: 'Keep this run' }).click();
      await page.numbers('Module usage per layer');
      await page.numbers('Loss against compute');
      await page.section('Worth a look').getByRole('row').nth(1).click();
      await page.section('Token').getByRole('button', { name: 'Next token' }).waitFor();
      const found: string[] = [];
      for (const theme of THEMES) {
        await page.chooseTheme(theme);
        found.push(...(await page.violations()).map((violation) => `${theme}: ${violation}`));
      }
      assert.equal(found.join('\n'), '');
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
