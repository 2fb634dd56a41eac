import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { engineProcesses, longText, open, until, useTinyModel } from './support';
import { TestAnalyzer } from './testAnalyzer';

/**
 * The extension of one window is all that `TestAnalyzer` puts together; a second one beside it is another window's, and when a
 * window is reloaded or closed, it is disposed.
 */
describe('windows', () => {
  const windows: TestAnalyzer[] = [];

  before(useTinyModel);

  afterEach(() => {
    for (const window of windows.splice(0)) window.dispose();
  });

  function openWindow(): TestAnalyzer {
    const window = new TestAnalyzer();
    windows.push(window);
    return window;
  }

  /** Starts an analysis; the engine that was started for it. */
  async function begin(
    window: TestAnalyzer,
    document: vscode.TextDocument,
  ): Promise<{ readonly ended: Promise<void>; readonly engine: number }> {
    const before = engineProcesses();
    const { ended } = await window.begin(document);
    const [engine, ...others] = engineProcesses().filter((pid) => !before.includes(pid));
    assert.ok(engine !== undefined && others.length === 0);
    return { ended, engine };
  }

  it('that are reloaded during an analysis leave no engine, and analyse again', async () => {
    const { document } = await open(longText());
    const first = openWindow();
    const { ended, engine } = await begin(first, document);
    first.dispose();
    await ended;
    await until('the end of the engine', () => !engineProcesses().includes(engine));

    const { document: short } = await open('After the reload.');
    const second = openWindow();
    await second.analyzer.analyze(short, undefined);
    assert.equal(second.of(short).state, 'done');
    assert.ok(second.scored.length > 0);
  });

  it('have an engine each, and that of one outlives the other', async () => {
    const texts = [await open(longText(60)), await open(longText(60))] as const;
    const [one, other] = [openWindow(), openWindow()];
    const [first, second] = [
      await begin(one, texts[0].document),
      await begin(other, texts[1].document),
    ];
    assert.notEqual(first.engine, second.engine);
    one.dispose();
    await first.ended;
    await second.ended;
    assert.equal(other.of(texts[1].document).state, 'done');
    await until('the end of one engine', () => !engineProcesses().includes(first.engine));
    assert.ok(engineProcesses().includes(second.engine));
    const { table } = other.of(texts[1].document).analysis;
    const { table: afresh } = await other.afresh(
      other.of(texts[1].document),
      texts[1].document.getText(),
    );
    for (let token = 0; token < table.tokens; token += 50) {
      const rows = [table.row(token), afresh.row(token)] as const;
      rows[0].forEach((loss, route) => {
        assert.ok(Math.abs(loss - (rows[1][route] ?? Number.NaN)) < 1e-4);
      });
    }
  });
});
