import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { Decoration } from './inPage';
import { openWindow } from './session';
import type { Workbench } from './workbench';

const LIMIT_MS = 60_000;

const NOTES = `# Notes on routing

A model spends the same compute on every word, although some words are easy to predict.
An oracle knows the answer and takes the route of lowest loss.

A router has to choose before it sees the answer.
`;

/** Too long to be analysed while a person looks for the Cancel button. */
const LONG = NOTES.repeat(400);

const SETTINGS = '.vscode/settings.json';

/** A window on the notes, in which the extension is there: its button is. */
async function openNotes(files: Readonly<Record<string, string>> = {}): Promise<Workbench> {
  const workbench = await openWindow({ ...files, 'notes.md': NOTES }, 'notes.md');
  await analyzeButton(workbench).waitFor();
  return workbench;
}

function analyzeButton({ page }: Workbench): Locator {
  return page.getByRole('button', { name: 'Analyze Document' });
}

async function analyze(workbench: Workbench): Promise<void> {
  await workbench.runCommand('Duo-LLM: Analyze Document');
  await status(workbench, /duo-8l · CPU · difficulty$/);
}

/** Waits until the status bar says so. */
async function status(workbench: Workbench, text: RegExp): Promise<void> {
  await workbench.statusBar.filter({ hasText: text }).waitFor({ timeout: LIMIT_MS });
}

/** Waits until what is on screen is as it should be. */
async function see(
  workbench: Workbench,
  what: string,
  condition: (seen: readonly Decoration[]) => boolean,
): Promise<void> {
  const limit = Date.now() + LIMIT_MS;
  while (!condition(await workbench.decorations())) {
    assert.ok(Date.now() < limit, `Not on screen: ${what}`);
    await workbench.page.waitForTimeout(50);
  }
}

const isFilled = ({ background }: Decoration): boolean => background !== 'rgba(0, 0, 0, 0)';
const isStale = ({ border }: Decoration): boolean => border === 'dotted';

describe('a person in VS Code', function () {
  // The window is another project's: now and then it swallows a click or a key. A person would try again, once.
  this.retries(1);

  it('opens a file, runs one command and sees coloured tokens', async () => {
    const workbench = await openNotes();
    await analyze(workbench);
    await see(workbench, 'tokens in several colours', (seen) => {
      return new Set(seen.filter(isFilled).map(({ background }) => background)).size >= 3;
    });
  });

  it('uses the editor’s button', async () => {
    const workbench = await openNotes();
    await analyzeButton(workbench).click();
    await see(workbench, 'coloured tokens', (seen) => seen.some(isFilled));
  });

  it('points at a token and reads what is known of it', async () => {
    const workbench = await openNotes();
    await analyze(workbench);
    const hover = await workbench.hoverOver('oracle');
    for (const part of [
      /Token \d+, predicted from what stands before it/,
      /Surprise \d+\.\d\d nats/,
      /Difficulty \d+\.\d\d nats/,
      /layer\s+1 2 3/,
      /oracle\s+[sB] [sB] [sB]/,
      /Lowest loss with exactly so many big layers/,
      /All layers big would have expected/,
    ]) {
      assert.match(hover, part);
    }
  });

  it('does the same from the keyboard', async () => {
    const workbench = await openNotes();
    const { page } = workbench;
    await workbench.clickAt('Notes');
    await page.keyboard.press('Shift+Alt+L');
    await status(workbench, /duo-8l · CPU · difficulty$/);
    await page.keyboard.press('ControlOrMeta+Home');
    await page.keyboard.press('Shift+Alt+N');
    await page.keyboard.press('Shift+Alt+T');
    await workbench.hover.filter({ hasText: 'Surprise' }).waitFor();
  });

  it('watches the progress of a long analysis and cancels it', async () => {
    const workbench = await openWindow({ 'long.md': LONG }, 'long.md');
    await workbench.runCommand('Duo-LLM: Analyze Document');
    const progress = workbench.notifications.filter({ hasText: 'Analysing long.md' });
    await progress.filter({ hasText: /\d of [\d,]+ tokens, \d+ tokens\/s/ }).waitFor();
    await see(workbench, 'first colours while it runs', (seen) => seen.some(isFilled));
    await progress.getByRole('button', { name: 'Cancel' }).click();
    await progress.waitFor({ state: 'detached' });
    await status(workbench, /duo-8l · CPU · difficulty · stopped/);
    assert.ok((await workbench.decorations()).some(isFilled));
  });

  it('edits, never sees the old colours as new ones, and gets them back by undoing', async () => {
    const workbench = await openNotes();
    const { page } = workbench;
    await analyze(workbench);
    await see(workbench, 'coloured tokens', (seen) => seen.some(isFilled));
    const before = (await workbench.decorations()).filter(isFilled).length;
    const edit = (await workbench.line('An oracle').boundingBox()) ?? assert.fail();
    await workbench.clickAt('An oracle');
    await page.keyboard.type('x');
    await see(workbench, 'colours above the edit and none from it on', (seen) => {
      const filled = seen.filter(isFilled);
      return filled.length > 0 && filled.every(({ y }) => y < edit.y) && seen.some(isStale);
    });
    await status(workbench, /edited$/);
    await page.keyboard.press('ControlOrMeta+z');
    await see(workbench, 'all colours again', (seen) => {
      return seen.filter(isFilled).length === before && !seen.some(isStale);
    });
  });

  it('colours by something else without another model run', async () => {
    // A setting of this folder: what is chosen changes it there, and not for the windows of other tests.
    const settings = JSON.stringify({ 'duoLLM.colourBy': 'difficulty' });
    const workbench = await openNotes({ [SETTINGS]: settings });
    await analyze(workbench);
    await workbench.runCommand('Duo-LLM: Colour by...');
    await workbench.pick('Surprise');
    await status(workbench, /duo-8l · CPU · surprise$/);
    assert.match(await workbench.hoverOver('oracle'), /Colours: surprise/);
    await workbench.runCommand('Duo-LLM: Colour by...');
    await workbench.pick('Difficulty');
    await status(workbench, /duo-8l · CPU · difficulty$/);
  });

  it('sees which models there are, and why one cannot be used', async () => {
    const workbench = await openNotes({ 'models/damaged/duo.json': '{ "format": 0 }' });
    const entry = (text: RegExp): Locator =>
      workbench.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: text });
    await workbench.runCommand('Duo-LLM: Select Model...');
    await entry(/duo-8l.*comes with the extension · current.*8 layers/s).waitFor();
    await entry(/damaged.*has format 0/s).click();
    await workbench.notifications.filter({ hasText: 'has format 0' }).waitFor();
  });

  it('prefers lines to fills', async () => {
    const settings = JSON.stringify({ 'duoLLM.decoration': 'underline' });
    const workbench = await openNotes({ [SETTINGS]: settings });
    await analyze(workbench);
    await see(workbench, 'lines under tokens', (seen) => {
      return seen.some(({ border }) => border === 'solid') && !seen.some(isFilled);
    });
  });

  it('sees colours far inside one enormous wrapped line', async () => {
    const text = `${'word '.repeat(12_000)}${NOTES.replaceAll('\n', ' ')}`;
    const workbench = await openWindow(
      { 'line.txt': text, [SETTINGS]: JSON.stringify({ 'editor.wordWrap': 'on' }) },
      'line.txt',
    );
    const { page } = workbench;
    await analyzeButton(workbench).waitFor();
    await workbench.editor.locator('.view-line').first().click();
    await page.keyboard.press('ControlOrMeta+End');
    for (let word = 0; word < 8; word++) await page.keyboard.press('ControlOrMeta+Shift+ArrowLeft');
    await status(workbench, /selected/);
    await page.keyboard.press('Shift+Alt+L');
    await see(workbench, 'colours at the end of the line', (seen) => seen.some(isFilled));
  });

  it('analyses a selection from the context menu and clears the colours', async () => {
    const workbench = await openNotes();
    const { page } = workbench;
    await workbench.clickAt('An oracle');
    await page.keyboard.press('Shift+End');
    await status(workbench, /selected/);
    await workbench.chooseFromMenu(workbench.line('An oracle'), 'Duo-LLM', 'Analyze Selection');
    const { y } = (await workbench.line('An oracle').boundingBox()) ?? assert.fail();
    await see(workbench, 'colours in the selected line only', (seen) => {
      const filled = seen.filter(isFilled);
      return filled.length > 0 && filled.every((one) => Math.abs(one.y - y) < one.height / 2);
    });
    await workbench.runCommand('Duo-LLM: Clear');
    await see(workbench, 'no colours', (seen) => seen.length === 0);
  });
});
