import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { TurnMeter } from '../../scripts/bench/live/turnMeter';
import { levelOf } from '../../src/core/colourScale';
import { unconstrained } from '../../src/core/oracle';
import type { Span } from '../../src/extension/colourRuns';
import { paintedTokens } from '../../src/extension/paintedTokens';
import { quantityValues, type Colouring } from '../../src/extension/quantityValues';
import { spansOnScreen } from '../../src/extension/screen';
import { hoverAt, longText, open, run, set, until, useTinyModel } from './support';
import { TestAnalyzer } from './testAnalyzer';

const LINE = 1000;
const TYPED = 'words by hand';
const BETWEEN_KEYS_MS = 60;

/** Nats: the same losses, computed in other company, differ by less. */
const NEARLY = 1e-3;

/** Types into the middle of the line, as by hand; `onKey` is called after every key. */
async function type(editor: vscode.TextEditor, onKey: () => void = () => undefined): Promise<void> {
  const place = new vscode.Position(LINE, 12);
  editor.selection = new vscode.Selection(place, place);
  editor.revealRange(editor.selection, vscode.TextEditorRevealType.InCenter);
  for (const text of TYPED) {
    await vscode.commands.executeCommand('type', { text });
    onKey();
    await sleep(BETWEEN_KEYS_MS);
  }
  assert.ok(editor.document.lineAt(LINE).text.includes(TYPED));
}

interface ColouredToken extends Span {
  readonly level: number;
}

describe('typing into a file of 2,000 lines while it is analysed', function () {
  this.timeout(180_000);

  before(async () => {
    await useTinyModel();
    await set('analyzeAsYouType', true);
  });
  after(async () => {
    await set('analyzeAsYouType', undefined);
  });

  it('never shows a wrong colour', async () => {
    const tests = new TestAnalyzer();
    const editor = await open(longText());
    const { document } = editor;
    const { ended } = await tests.begin(document);
    const { analysis } = tests.of(document);
    const colouring: Colouring = {
      quantity: 'surprise',
      tolerance: 0,
      constraint: unconstrained(analysis.model.layers),
    };
    // Of each text; the same colours are seen many times.
    const seen = new Map<string, Map<string, ColouredToken>>();
    // What the painter paints of these moments.
    const look = (): void => {
      const result = tests.of(document);
      const text = document.getText();
      const ofText = seen.get(text) ?? new Map<string, ColouredToken>();
      seen.set(text, ofText);
      for (const span of spansOnScreen(document)) {
        for (const token of paintedTokens(result.analysis, result.freshness(), span, colouring)) {
          const { start, end, level, fresh } = token;
          if (!fresh || level === undefined) continue;
          ofText.set([start, end, level].join(), { start, end, level });
        }
      }
    };
    const subscriptions = vscode.Disposable.from(
      tests.results.onDidChange(look),
      vscode.workspace.onDidChangeTextDocument(look),
    );
    await type(editor, look);
    await until('colours below what was typed', () => {
      const below = document.offsetAt(new vscode.Position(LINE + 1, 0));
      look();
      const now = seen.get(document.getText())?.values() ?? [];
      return [...now].some(({ start }) => start > below);
    });
    subscriptions.dispose();
    tests.analyzer.cancel(document);
    await ended;

    const coloured = [...seen].filter(([, tokens]) => tokens.size > 0);
    assert.ok(coloured.length > TYPED.length / 2);
    for (const [text, tokens] of coloured) {
      const painted = [...tokens.values()];
      const part = {
        start: Math.min(...painted.map(({ start }) => start)),
        end: Math.max(...painted.map(({ end }) => end)),
      };
      const fresh = await tests.afresh(tests.of(document), text, part);
      const values = quantityValues(fresh, colouring);
      const levels = new Map<string, readonly number[]>();
      [...fresh.tokens].forEach(({ start, end }, token) => {
        const value = values[token] ?? Number.NaN;
        const near = [value - NEARLY, value + NEARLY].map((nats) => levelOf('surprise', nats));
        // The tokens of one character have its place in common.
        if (start < end) levels.set(`${String(start)}-${String(end)}`, near);
      });
      const wrong = painted.filter(({ start, end, level }) => {
        return levels.get(`${String(start)}-${String(end)}`)?.includes(level) !== true;
      });
      assert.deepEqual(
        wrong.slice(0, 5).map(({ start, end, level }) => [start, end, level]),
        [],
      );
    }
    tests.dispose();
  });

  it('never blocks the extension host for more than 50 ms', async () => {
    const { document } = await open(longText());
    const editor = vscode.window.activeTextEditor ?? assert.fail();
    const ended = run('analyzeDocument');
    await until('first results', async () => (await hoverAt(document, 1)) !== '');
    const blocked = await longestBlock(() => type(editor));
    await run('cancelAnalysis');
    await ended;
    assert.ok(blocked <= 50, `It was blocked for ${blocked.toFixed(0)} ms.`);
  });
});

const TICK_MS = 5;

/**
 * For how long the extension host was busy at a stretch, at most, while something was done: milliseconds. A timer that
 * comes late tells; but as much of that as this thread did not compute, another process held the processor.
 */
async function longestBlock(action: () => Promise<unknown>): Promise<number> {
  const meter = new TurnMeter();
  let late = 0;
  let at = performance.now();
  const ticks = setInterval(() => {
    late = Math.max(late, performance.now() - at - TICK_MS);
    at = performance.now();
  }, TICK_MS);
  await action();
  clearInterval(ticks);
  return Math.min(late, meter.stop() ?? late);
}
