import assert from 'node:assert/strict';
import { allEngines, runs } from '../host/processes';
import { until } from '../host/until';
import { openWindow } from './session';
import type { Workbench } from './workbench';

const LIMIT_MS = 60_000;
const SETTINGS = { '.vscode/settings.json': JSON.stringify({ 'duoLLM.executionProvider': 'cpu' }) };

/** Too long to be analysed before the window is reloaded. */
function longText(name: string): string {
  return Array.from({ length: 2000 }, (_, line) => {
    return `${name}, line ${String(line)}: every word takes the same compute.\n`;
  }).join('');
}

/** Analyses the window's document until something is coloured. @returns the engine that was started for it. */
async function begin(workbench: Workbench): Promise<number> {
  const before = allEngines();
  await workbench.runCommand('Duo-LLM: Analyze Document');
  await workbench.waitForDecorations(LIMIT_MS);
  const [engine, ...others] = allEngines().filter((pid) => !before.includes(pid));
  assert.ok(engine !== undefined && others.length === 0);
  return engine;
}

async function isRunning(workbench: Workbench): Promise<void> {
  await workbench.statusBar.filter({ hasText: /\d of [\d,]+ tokens/ }).waitFor();
}

describe('windows', function () {
  // The window is another project's: now and then it swallows a click or a key. A person would try again, once.
  this.retries(1);

  it('that are reloaded during an analysis leave no engine, and analyse again', async () => {
    const workbench = await openWindow({ ...SETTINGS, 'long.md': longText('One') }, 'long.md');
    const first = await begin(workbench);
    await isRunning(workbench);
    await workbench.page.reload();
    await until(() => !runs(first));
    await workbench.editor.locator('.view-line').first().waitFor({ timeout: LIMIT_MS });
    assert.deepEqual(await workbench.decorations(), []);
    assert.notEqual(await begin(workbench), first);
  });

  it('have an engine each, and that of one outlives the other', async () => {
    const one = await openWindow({ ...SETTINGS, 'one.md': longText('One') }, 'one.md');
    const other = await openWindow({ ...SETTINGS, 'other.md': longText('Other') }, 'other.md');
    const engines = [await begin(one), await begin(other)] as const;
    await isRunning(one);
    await isRunning(other);
    await one.close();
    await until(() => !runs(engines[0]));
    await isRunning(other);
    assert.ok(runs(engines[1]));
  });
});
