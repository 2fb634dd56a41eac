import assert from 'node:assert/strict';
import { levelOf, PALETTES } from '../../src/core/colourScale';
import { commandLine } from './commandLine';
import type { ColouredLine } from './inPage';
import { openWindow } from './session';
import type { Workbench } from './workbench';

const LIMIT_MS = 60_000;
const LINES = 2000;
/** The line that is typed into, counted from 0. */
const EDITED = 12;
/** More than fit the screen. */
const REFERENCE_LINES = 40;
const TYPED = 'new b';
/** How long VS Code itself may take to bring a change of the colours onto the screen of a busy machine. */
const ON_ITS_WAY_MS = 250;
const AFTER_KEY_MS = 600;
/** Nats: the same losses, computed in other company, differ by less. */
const NEARLY = 1e-3;

/** Short: the model runs over a screen of them for every letter that is typed. */
const SENTENCES = [
  'Every word costs the same',
  'some are easy to predict',
  'an oracle knows the answer',
  'a router chooses before',
  'what it costs, in nats',
];

const TEXT = Array.from({ length: LINES }, (_, line) => {
  return `${String(line)}: ${SENTENCES[(line * line) % 5] ?? ''}.\n`;
}).join('');

const SETTINGS = JSON.stringify({
  'duoLLM.analyzeAsYouType': true,
  'editor.autoClosingBrackets': 'never',
  'editor.quickSuggestions': { other: 'off', comments: 'off', strings: 'off' },
});

/** What the editor showed, so long after a key. */
interface Look {
  readonly lines: readonly ColouredLine[];
  readonly sinceMs: number;
}

/** The text with the first letters of what is typed in it. */
function textWith(letters: number): string {
  const lines = TEXT.split('\n');
  lines[EDITED] = `${lines[EDITED] ?? ''}${TYPED.slice(0, letters)}`;
  return lines.slice(0, REFERENCE_LINES).join('\n');
}

/** How many letters of what is typed are on screen. */
function lettersOf({ lines }: Look): number {
  const length = TEXT.split('\n')[EDITED]?.length ?? 0;
  return (lines[EDITED]?.text.length ?? length) - length;
}

/** [characters] the levels that a colour of it may have, by an analysis of exactly this text. */
async function levelsOf(text: string): Promise<(readonly number[])[]> {
  const levels = Array.from({ length: text.length }, (): readonly number[] => [0]);
  const { tokens } = await commandLine(text);
  for (const { start, end, difficulty } of tokens) {
    if (difficulty === null) continue;
    const near = [difficulty - NEARLY, difficulty + NEARLY].map((nats) =>
      levelOf('difficulty', nats),
    );
    levels.fill(near, start, end);
  }
  return levels;
}

/** 0 where nothing is painted. */
function levelOn({ fills }: ColouredLine, character: number): number {
  const fill = fills.find(({ start, end }) => start <= character && character < end);
  if (fill === undefined) return 0;
  const channels = fill.background.match(/\d+/g)?.slice(0, 3) ?? [];
  const hex = channels.map((channel) => Number(channel).toString(16).padStart(2, '0')).join('');
  const level = PALETTES.dark.levels.indexOf(`#${hex}`) + 1;
  assert.ok(level > 0, fill.background);
  return level;
}

/** The characters on screen in a colour that is not theirs; a character may always be bare. */
function wrongIn({ lines }: Look, text: string, levels: readonly (readonly number[])[]): string[] {
  const wrong: string[] = [];
  let offset = 0;
  text.split('\n').forEach((expected, line) => {
    const shown = lines[line];
    // The last lines may be cut by the edge of the screen.
    if (shown?.text === expected) {
      for (let character = 0; character < expected.length; character++) {
        const level = levelOn(shown, character);
        if (level === 0 || levels[offset + character]?.includes(level) === true) continue;
        wrong.push(`line ${String(line)}, "${expected.charAt(character)}": ${String(level)}`);
      }
    }
    offset += expected.length + 1;
  });
  return wrong;
}

/** Of the lines above the edit. */
function coloursAbove({ lines }: Look): string {
  return JSON.stringify(lines.slice(0, EDITED).map(({ fills }) => fills));
}

async function look(workbench: Workbench, since: number): Promise<Look> {
  const sinceMs = performance.now() - since;
  return { lines: await workbench.colouredLines(), sinceMs };
}

describe('typing into a file of 2,000 lines while it is analysed', function () {
  // The window is another project's: now and then it swallows a click or a key. A person would try again, once.
  this.retries(1);

  it('shows no wrong colour, and keeps those above', async () => {
    const workbench = await openWindow(
      { 'long.md': TEXT, '.vscode/settings.json': SETTINGS },
      'long.md',
    );
    const { page } = workbench;
    // Whatever another test has left.
    await workbench.useTheme('Dark Modern');
    await workbench.runCommand('Duo-LLM: Analyze Document');
    const isColoured = ({ lines }: Look): boolean =>
      lines.slice(0, 20).every(({ fills }) => fills.length > 0);
    const limit = performance.now() + LIMIT_MS;
    while (!isColoured(await look(workbench, 0))) {
      assert.ok(performance.now() < limit, 'The screen was not coloured in time.');
      await page.waitForTimeout(50);
    }
    await workbench.clickAt(`${String(EDITED)}: `);
    await page.keyboard.press('End');
    const looks: Look[] = [await look(workbench, -Infinity)];
    for (const letter of TYPED) {
      await page.keyboard.type(letter);
      const pressed = performance.now();
      while (performance.now() - pressed < AFTER_KEY_MS) looks.push(await look(workbench, pressed));
    }
    await workbench.statusBar.filter({ hasText: /\d of [\d,]+ tokens/ }).waitFor();
    await workbench.runCommand('Duo-LLM: Cancel Analysis');

    const colours = looks.map(coloursAbove);
    assert.deepEqual([...new Set(colours)], [colours[0]]);
    let below = 0;
    for (let letters = 0; letters <= TYPED.length; letters++) {
      const text = textWith(letters);
      const levels = await levelsOf(text);
      const settled = looks.filter((one) => {
        return lettersOf(one) === letters && one.sinceMs >= ON_ITS_WAY_MS;
      });
      assert.ok(settled.length > 0, `Nothing was seen of ${String(letters)} letters.`);
      for (const one of settled) {
        assert.deepEqual(wrongIn(one, text, levels), []);
        if (one.lines.slice(EDITED + 1).some(({ fills }) => fills.length > 0)) below++;
      }
    }
    assert.ok(below > 0, 'No colour came back below what was typed.');
  });
});
