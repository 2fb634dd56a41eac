import assert from 'node:assert/strict';
import { openWindow } from './session';

const LIMIT_MS = 30_000;
const STEPS = [
  'Analyse a document',
  'Read the colours',
  'Ask about budgets and layers',
  'Bring your own model',
  'Choose what computes it',
];

const PICTURE = '.getting-started-media img';
const IS_LOADED = `document.querySelector('${PICTURE}')?.naturalWidth > 0`;

describe('the walkthrough', function () {
  // As in the other tests here: the window now and then swallows a click.
  this.retries(1);

  it('shows each step with its picture', async () => {
    const workbench = await openWindow({ 'notes.md': 'Notes.\n' }, 'notes.md');
    await workbench.runCommand('Welcome: Open Walkthrough...');
    await workbench.pick('Get Started with Duo-LLM Inspector');
    const { page } = workbench;
    // In a narrow window there is no room for pictures.
    await page.setViewportSize({ width: 1600, height: 900 });
    for (const step of STEPS) {
      await page.locator('.getting-started-step', { hasText: step }).click();
      const picture = page.locator(PICTURE);
      await picture.waitFor({ timeout: LIMIT_MS });
      await page.waitForFunction(IS_LOADED, undefined, { timeout: LIMIT_MS });
      assert.ok(((await picture.getAttribute('alt')) ?? '').length > 0);
    }
  });
});
