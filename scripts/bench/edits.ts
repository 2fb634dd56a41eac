import { tokensIn, type TokenRange } from '../../src/core/tokenSpans';
import { LiveDocument, SOURCE, type LiveRun } from './live/liveDocument';
import { madeUpScores } from './live/madeUpScores';
import { sourceLines } from './live/sourceText';
import { until } from './live/until';
import { withEngine } from './live/withEngine';
import { sampled, type Measurement } from './measurement';

const LINES = 2000;
const ON_SCREEN = 40;
const KEYSTROKES = 10;
const TARGET = { atMost: 300 };

/**
 * Typing into a file of 2,000 lines of which everything is known: from the new text to new results where it was typed, and to
 * all of the screen that the edit changes; and back to the old text. The cursor is in the middle of the screen.
 */
export async function* edits(): AsyncGenerator<Measurement> {
  const places = { start: ON_SCREEN / 2, middle: LINES / 2, end: LINES - ON_SCREEN / 2 };
  const samples = Object.entries(places).map(([place, line]) => ({
    place,
    line,
    ...{ atCursor: [] as number[], onScreen: [] as number[], undone: [] as number[] },
  }));
  await withEngine(async (client) => {
    const opened = await client.open(SOURCE);
    const document = new LiveDocument(opened, client);
    const lines = sourceLines(LINES);
    const scores = madeUpScores(opened.model);
    const known = document.analyze(lines.join('\n'), () => [], {
      tokenize: (request, signal) => client.tokenize(request, signal),
      score: scores,
    });
    await known.run(new AbortController().signal, () => undefined);
    for (const { line, atCursor, onScreen, undone } of samples) {
      for (let typed = 1; typed <= KEYSTROKES; typed++) {
        const edited = lines.with(line, `${lines[line] ?? ''}${'edited text'.slice(0, typed)}`);
        const [here = Number.NaN, screen = Number.NaN] = await edit(document, edited, line);
        atCursor.push(here);
        onScreen.push(screen);
        const back = document.analyze(lines.join('\n'), () => []);
        undone.push(...(await until(back, [() => back.analysis.complete])));
      }
    }
  });
  for (const { place, atCursor, onScreen, undone } of samples) {
    const where = `at the ${place} of 2,000 lines`;
    yield sampled(`edit ${where} to new colours there`, 'ms', atCursor, { target: TARGET });
    yield sampled(`edit ${where} to all of 40 lines on screen`, 'ms', onScreen);
    yield sampled(`undo ${where} to all results back`, 'ms', undone);
  }
}

/** Milliseconds until the tokens at the end of a line have new results, and until the screen around it has. */
async function edit(document: LiveDocument, lines: string[], line: number): Promise<number[]> {
  const offset = (at: number): number => lines.slice(0, at).join('\n').length;
  const screen = { start: offset(line - ON_SCREEN / 2), end: offset(line + ON_SCREEN / 2) };
  const cursor = offset(line + 1);
  const run = document.analyze(lines.join('\n'), () => [screen]);
  return await until(run, [
    () => isKnown(run, { start: cursor - 1, end: cursor }),
    () => isKnown(run, screen),
  ]);
}

function isKnown({ analysis }: LiveRun, { start, end }: { start: number; end: number }): boolean {
  const { first, end: after }: TokenRange = tokensIn(analysis.tokens, start, end);
  for (let token = first; token < after; token++) {
    if (!analysis.table.isKnown(token)) return false;
  }
  return true;
}
