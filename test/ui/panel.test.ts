import assert from 'node:assert/strict';
import axe from 'axe-core';
import type { AnalysisJson } from '../../src/core/analysisJson';
import type { TokenJson } from '../../src/core/tokenJson';
import { levelOf } from '../../src/core/colourScale';
import { percent } from '../../src/core/words';
import { commandLine } from './commandLine';
import { Panel } from './panel';
import { openWindow } from './session';
import type { Theme, Workbench } from './workbench';

const NOTES = `# Notes on routing

A model spends the same compute on every word, although some words are easy to predict.
An oracle knows the answer and takes the route of lowest loss.

A router has to choose before it sees the answer.
`;
const OTHER = 'Once upon a time there was a king who had three daughters.\n';
/** Long enough that a self rerun is still going when a person looks for its Cancel button. */
const LONG = NOTES.repeat(10);

const LIMIT_MS = 90_000;

const THEMES: readonly Theme[] = [
  'Dark Modern',
  'Light Modern',
  'Dark High Contrast',
  'Light High Contrast',
];

async function openPanel(
  files: Readonly<Record<string, string>>,
  opened: string,
): Promise<{ workbench: Workbench; panel: Panel }> {
  const workbench = await openWindow(files, opened);
  workbench.page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) complaints.push(message.text());
  });
  return { workbench, panel: await Panel.open(workbench) };
}

/** What the browser refused the page to do. */
let complaints: string[] = [];

/** A window with the panel open on an analysed document. */
async function openAnalysed(
  files: Readonly<Record<string, string>> = { 'notes.md': NOTES },
): Promise<{ workbench: Workbench; panel: Panel }> {
  const opened = await openPanel(files, 'notes.md');
  await opened.panel.button('Analyze').click();
  await opened.panel.see(/tokens analysed/, LIMIT_MS);
  return opened;
}

/** Waits until an assertion holds. */
async function eventually(check: () => Promise<void>, limitMs = 10_000): Promise<void> {
  const limit = Date.now() + limitMs;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (Date.now() > limit) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** The panel's numbers are those of the command line for the same question. */
async function seeNumbersOf(panel: Panel, { summary }: AnalysisJson): Promise<void> {
  await eventually(async () => {
    const { nats, perplexity } = await panel.oracle();
    assert.equal(nats, Number(summary.asked.meanLoss?.toFixed(3)));
    assert.ok(Math.abs(perplexity - (summary.asked.perplexity ?? 0)) < 0.05);
  });
}

/** The bars of the panel are those of the command line, to the percent that is shown. */
async function seeUsageOf(panel: Panel, { layers }: AnalysisJson): Promise<void> {
  await eventually(async () => {
    for (const { index, oracle } of layers) {
      const label = await panel.usageRow(index + 1).getAttribute('aria-label');
      assert.ok(label?.includes(`Oracle: big ${percent(oracle?.big ?? 0)}`), label ?? '');
    }
  });
}

/** Nats that the command line's budget still misses on a token. */
function shortfall({ loss, surprise, difficulty }: TokenJson): number {
  return (loss.oracle ?? 0) - ((surprise ?? 0) - (difficulty ?? 0));
}

/** The editor colours the tokens that the command line's numbers would, level by level. */
async function seeColoursOf(
  workbench: Workbench,
  { tokens }: AnalysisJson,
  value: (token: TokenJson) => number,
): Promise<void> {
  const byLevel = new Map<number, string>();
  for (const token of tokens) {
    const level = levelOf('shortfall', value(token));
    if (level > 0) byLevel.set(level, `${byLevel.get(level) ?? ''}${token.text}`);
  }
  const withoutEnds = (texts: Iterable<string>): string[] =>
    Array.from(texts, (text) => text.replaceAll('\n', '')).sort();
  await eventually(async () => {
    const seen = await workbench.decoratedTexts(NOTES);
    assert.deepEqual(withoutEnds(seen), withoutEnds(byLevel.values()));
  });
}

describe('a person with the panel', function () {
  // The window is another project's: now and then it swallows a click or a key. A person would try again, once.
  this.retries(1);

  afterEach(() => {
    const refused = complaints;
    complaints = [];
    assert.deepEqual(refused, []);
  });

  it('opens it, is told what to do, and sees the numbers of the command line', async () => {
    const { panel } = await openAnalysed();
    await seeNumbersOf(panel, await commandLine(NOTES, '--budget', '4'));
  });

  it('drags the budget and sees numbers, bars and the editor’s colours follow', async () => {
    const { panel, workbench } = await openAnalysed();
    for (const budget of [1, 6]) {
      const expected = await commandLine(NOTES, '--budget', String(budget));
      await panel.dragBudget(budget);
      await seeNumbersOf(panel, expected);
      await seeUsageOf(panel, expected);
      await seeColoursOf(workbench, expected, shortfall);
    }
  });

  it('asks for at most so many, and constrains a layer by its bar', async () => {
    const { panel } = await openAnalysed();
    await panel.page.getByRole('radio', { name: 'at most' }).click();
    await seeNumbersOf(panel, await commandLine(NOTES, '--budget', '4', '--at-most'));
    await panel.usageRow(2).click();
    const layers = 'auto,big,auto,auto,auto,auto,auto,auto';
    const expected = await commandLine(NOTES, '--budget', '4', '--at-most', '--layers', layers);
    await seeNumbersOf(panel, expected);
    await seeUsageOf(panel, expected);
    const big = panel.layer(2).getByRole('radio', { name: 'big' });
    assert.equal(await big.getAttribute('aria-checked'), 'true');
    await panel.button('Reset').click();
    await seeNumbersOf(panel, await commandLine(NOTES, '--budget', '4'));
  });

  it('reruns in self context and sees the promise beside what was reached', async () => {
    const { panel } = await openAnalysed();
    await panel.dragBudget(3);
    await panel.button('Run: Self context').click();
    const expected = await commandLine(NOTES, '--budget', '3', '--context', 'self');
    const promised = await commandLine(NOTES, '--budget', '3');
    const card = panel.page.getByRole('region', { name: 'Self context' });
    await eventually(async () => {
      const text = await card.innerText();
      assert.ok(text.includes(expected.summary.asked.meanLoss?.toFixed(3) ?? '?'), text);
      assert.ok(text.includes(promised.summary.asked.meanLoss?.toFixed(3) ?? '?'), text);
    }, LIMIT_MS);
  });

  it('cancels a rerun and keeps what it had found', async () => {
    const { panel } = await openAnalysed({ 'notes.md': LONG });
    await panel.button('Run: Self context').click();
    const card = panel.page.getByRole('region', { name: 'Self context' });
    const progress = card.getByRole('progressbar');
    await eventually(async () => {
      assert.ok(Number(await progress.getAttribute('value')) > 0);
    }, LIMIT_MS);
    await card.getByRole('button', { name: 'Cancel' }).click();
    await progress.waitFor({ state: 'hidden' });
    await card.getByText(/Stopped|Cancelled/i).waitFor();
    await card.getByText('reached').first().waitFor();
  });

  it('clicks a token of a list and the cursor is there; the cursor moves the panel', async () => {
    const { panel, workbench } = await openAnalysed();
    const { tokens } = await commandLine(NOTES);
    const hardest = tokens.reduce((one, other) =>
      (other.difficulty ?? 0) > (one.difficulty ?? 0) ? other : one,
    );
    await panel.section('Worth a look').getByRole('rowheader').first().getByRole('button').click();
    const before = NOTES.slice(0, hardest.start).split('\n');
    const place = `Ln ${before.length}, Col ${(before.at(-1)?.length ?? 0) + 1}`;
    await workbench.statusBar.filter({ hasText: place }).waitFor();
    await workbench.clickAt('oracle');
    await panel.section('Token').getByText('orac').first().waitFor();
  });

  it('hides it, shows it again and finds it as it was', async () => {
    const { panel, workbench } = await openAnalysed();
    await panel.dragBudget(2);
    await panel.section('Summary').locator('summary').click();
    await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
    await panel.budget.waitFor({ state: 'detached' });
    await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
    await panel.budget.waitFor();
    assert.equal(await panel.budget.inputValue(), '2');
    assert.equal(await panel.section('Summary').getAttribute('open'), null);
    assert.notEqual(await panel.section('Compare').getAttribute('open'), null);
  });

  it('reloads the window and finds its question and its folded sections again', async () => {
    const { panel, workbench } = await openAnalysed();
    await panel.dragBudget(2);
    await panel.section('Summary').locator('summary').click();
    await seeNumbersOf(panel, await commandLine(NOTES, '--budget', '2'));
    await workbench.runCommand('Developer: Reload Window');
    await panel.button('Analyze').click();
    await panel.see(/tokens analysed/, LIMIT_MS);
    await seeNumbersOf(panel, await commandLine(NOTES, '--budget', '2'));
    assert.equal(await panel.section('Summary').getAttribute('open'), null);
  });

  it('switches documents, edits and closes them, and is told what it sees', async () => {
    const { panel, workbench } = await openAnalysed({ 'notes.md': NOTES, 'other.md': OTHER });
    await workbench.openFile('other.md');
    await panel.title('other.md').waitFor();
    await panel.button('Analyze').click();
    await panel.see(/tokens analysed/, LIMIT_MS);
    await seeNumbersOf(panel, await commandLine(OTHER, '--budget', '4'));
    await workbench.openFile('notes.md');
    await panel.title('notes.md').waitFor();
    await seeNumbersOf(panel, await commandLine(NOTES, '--budget', '4'));
    await workbench.clickAt('oracle');
    await workbench.page.keyboard.type('fine ');
    await panel.see(/Edited since/, LIMIT_MS);
    for (const name of ['notes.md', 'other.md']) {
      await workbench.runCommand('View: Revert and Close Editor');
      await workbench.editorTab(name).waitFor({ state: 'detached' });
    }
    await panel.see(/Open a text file/, LIMIT_MS);
  });

  it('keeps a run and compares another budget with it', async () => {
    const { panel } = await openAnalysed();
    await panel.button('Keep this run').click();
    await panel.dragBudget(7);
    const [kept, now] = await Promise.all([
      commandLine(NOTES, '--budget', '4'),
      commandLine(NOTES, '--budget', '7'),
    ]);
    const compare = panel.section('Compare');
    await eventually(async () => {
      const text = await compare.innerText();
      for (const { summary } of [kept, now]) {
        assert.ok(text.includes(summary.asked.meanLoss?.toFixed(3) ?? '?'), text);
      }
    });
  });

  it('does it all by keyboard', async () => {
    const { panel, workbench } = await openPanel({ 'notes.md': NOTES }, 'notes.md');
    const { keyboard } = workbench.page;
    await panel.button('Analyze').focus();
    await keyboard.press('Enter');
    await panel.see(/tokens analysed/, LIMIT_MS);
    await panel.budget.focus();
    await keyboard.press('ArrowLeft');
    await keyboard.press('ArrowLeft');
    await seeNumbersOf(panel, await commandLine(NOTES, '--budget', '2'));
    await panel.usageRow(8).focus();
    await keyboard.press('Enter');
    const layers = 'auto,auto,auto,auto,auto,auto,auto,big';
    await seeNumbersOf(panel, await commandLine(NOTES, '--budget', '2', '--layers', layers));
    const rows = panel.section('Worth a look').getByRole('rowheader');
    await rows.first().getByRole('button').focus();
    await keyboard.press('ArrowDown');
    const { tokens } = await commandLine(NOTES);
    const [, second] = tokens.toSorted((one, other) => {
      return (other.difficulty ?? 0) - (one.difficulty ?? 0);
    });
    await keyboard.press('Enter');
    await panel
      .section('Token')
      .getByText(`Token ${(second?.index ?? 0) + 1}`)
      .first()
      .waitFor();
  });

  it('is accessible in every theme', async () => {
    const { panel, workbench } = await openAnalysed();
    await workbench.clickAt('oracle');
    await panel.section('Token').getByText('orac').first().waitFor();
    for (const theme of THEMES) {
      await workbench.useTheme(theme);
      await panel.seeTheme(theme);
      assert.deepEqual(await panel.violations(axe.source), [], theme);
    }
  });
});
