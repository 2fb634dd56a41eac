import assert from 'node:assert/strict';
import type { TextEditor } from 'vscode';
import { NO_MARGIN, visibleSpans } from '../../../src/extension/visibleSpans';

type Place = readonly [line: number, character: number];

/** An editor of these lines, each ended by a line break, on whose screen these ranges are. */
function editor(lines: readonly string[], ...ranges: readonly (readonly [Place, Place])[]) {
  const position = ([line, character]: Place) => ({ line, character });
  const offsetAt = ({ line, character }: ReturnType<typeof position>): number =>
    lines.slice(0, line).reduce((sum, { length }) => sum + length + 1, 0) + character;
  const lineAt = (line: number) => {
    assert.ok(line >= 0 && line < lines.length);
    const end = position([line, (lines[line] ?? '').length + 1]);
    return { rangeIncludingLineBreak: { start: position([line, 0]), end } };
  };
  const visibleRanges = ranges.map(([start, end]) => {
    return { start: position(start), end: position(end) };
  });
  const document = { lineCount: lines.length, lineAt, offsetAt };
  return { document, visibleRanges } as unknown as TextEditor;
}

const short = (count: number): string[] => Array.from({ length: count }, () => 'x'.repeat(9));

describe('visibleSpans', () => {
  it('takes what is on screen and sixty lines around it', () => {
    assert.deepEqual(
      visibleSpans(
        editor(short(500), [
          [100, 0],
          [140, 9],
        ]),
      ),
      [{ start: 400, end: 2010 }],
    );
  });

  it('takes nothing around it when that is asked', () => {
    const folded = editor(
      short(500),
      [
        [100, 0],
        [140, 9],
      ],
      [
        [200, 0],
        [210, 9],
      ],
    );
    assert.deepEqual(visibleSpans(folded, NO_MARGIN), [
      { start: 1000, end: 1409 },
      { start: 2000, end: 2109 },
    ]);
  });

  it('stops at the ends of the text', () => {
    assert.deepEqual(
      visibleSpans(
        editor(short(50), [
          [0, 0],
          [49, 9],
        ]),
      ),
      [{ start: 0, end: 500 }],
    );
  });

  it('takes both sides of a fold once', () => {
    const folded = editor(
      short(500),
      [
        [0, 0],
        [10, 9],
      ],
      [
        [300, 0],
        [310, 9],
      ],
    );
    assert.deepEqual(visibleSpans(folded), [
      { start: 0, end: 710 },
      { start: 2400, end: 3710 },
    ]);
    const near = editor(
      short(500),
      [
        [0, 0],
        [10, 9],
      ],
      [
        [20, 0],
        [30, 9],
      ],
    );
    assert.deepEqual(visibleSpans(near), [{ start: 0, end: 910 }]);
  });

  it('follows the screen into a long wrapped line', () => {
    const line = 'x'.repeat(1_000_000);
    const [span, ...others] = visibleSpans(
      editor(
        [line],
        [
          [0, 600_000],
          [0, 604_000],
        ],
      ),
    );
    assert.deepEqual(span, { start: 590_000, end: 614_000 });
    assert.deepEqual(others, []);
  });

  it('reaches every line on screen when long ones are not wrapped', () => {
    const lines = Array.from({ length: 50 }, () => 'x'.repeat(99_999));
    const spans = visibleSpans(
      editor(lines, [
        [0, 0],
        [49, 99_999],
      ]),
    );
    for (let line = 0; line < 50; line++) {
      const start = line * 100_000;
      assert.ok(spans.some((span) => span.start <= start && span.end >= start + 1000));
    }
    const total = spans.reduce((sum, { start, end }) => sum + end - start, 0);
    assert.ok(total <= 60_000);
  });

  it('bears ranges that are still those of a longer text', () => {
    assert.deepEqual(
      visibleSpans(
        editor(short(5), [
          [400, 0],
          [440, 0],
        ]),
      ).at(-1)?.end,
      50,
    );
  });
});
