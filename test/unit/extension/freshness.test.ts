import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  analysedOffset,
  compareTexts,
  placeNow,
  retokenizedFrom,
  stretchNow,
} from '../../../src/extension/freshness';
import { FAMILIES, tokenizerWith } from '../engine/tokenizerFamilies';

/** Text with all that an edit may meet: words, numbers, punctuation, white space, characters of several units. */
const text = fc
  .array(
    fc.constantFrom(
      'word',
      "don't",
      ' ',
      '  ',
      '\n',
      '\r\n',
      '42',
      '...',
      '漢字',
      '😀',
      'e\u0301',
      "'l",
      'l',
      ' a',
      ';\n',
    ),
  )
  .map((parts) => parts.join(''));

/** Tokens that end in the first `bytes` bytes of a text; each character stands for a byte. */
function endingWithin(tokens: readonly string[], bytes: number): string[] {
  let end = 0;
  return tokens.filter((token) => (end += token.length) <= bytes);
}

describe('compareTexts', () => {
  it('finds everything fresh in the same text, as after an undo', () => {
    fc.assert(
      fc.property(text, (same) => {
        const { freshUntil, shift } = compareTexts(same, same);
        assert.equal(freshUntil, same.length);
        assert.equal(shift, 0);
      }),
    );
  });

  it('says only what is true of the two texts, and never calls fresh what follows the edit', () => {
    fc.assert(
      fc.property(text, text, text, text, (before, removed, inserted, after) => {
        const analysed = before + removed + after;
        const current = before + inserted + after;
        const { freshUntil, commonUntil, movedFrom, shift } = compareTexts(analysed, current);
        assert.equal(analysed.slice(0, commonUntil), current.slice(0, commonUntil));
        assert.equal(analysed.slice(movedFrom), current.slice(movedFrom + shift));
        assert.ok(freshUntil <= commonUntil && commonUntil <= movedFrom);
        assert.ok(analysed === current || current.length === 0 || freshUntil < current.length);
      }),
    );
  });

  it('finds an edit far inside a long text', () => {
    const analysed = 'one two '.repeat(3000);
    const at = 12_345;
    const current = `${analysed.slice(0, at)}#${analysed.slice(at)}`;
    const { freshUntil, commonUntil, movedFrom, shift } = compareTexts(analysed, current);
    assert.deepEqual([commonUntil, movedFrom, shift], [at, at, 1]);
    assert.ok(freshUntil < at && freshUntil > at - 16);
  });
});

describe('retokenizedFrom', () => {
  it('goes back over the run that the edit touches and three more', () => {
    assert.equal(retokenizedFrom('alpha beta gam', 14), 'alpha'.length);
    assert.equal(retokenizedFrom("we don't", 8), 'we'.length);
    assert.equal(retokenizedFrom('x = 12', 6), 'x'.length);
  });

  it('gives all up before an edit in a run that is longer than any in a text for people', () => {
    const text = `one two ${'x'.repeat(5_000_000)}`;
    const began = performance.now();
    assert.equal(retokenizedFrom(text, text.length), 0);
    assert.ok(performance.now() - began < 100);
    assert.equal(retokenizedFrom(`one ${'x'.repeat(20_000)}`, 20_004), 0);
    assert.equal(retokenizedFrom(`one two three ${'x'.repeat(20_000)}`, 20_014), 7);
  });

  it('stops at the beginning, and steps over whole characters', () => {
    assert.equal(retokenizedFrom('word', 4), 0);
    assert.equal(retokenizedFrom('', 0), 0);
    assert.equal(retokenizedFrom('a 😀😀 b', 8), 'a'.length);
  });
});

describe('the offset up to which results hold', () => {
  for (const [family, preTokenizer] of FAMILIES) {
    it(`lies where the same tokens end before it in both texts: ${family}`, () => {
      const encode = tokenizerWith(preTokenizer);
      const property = fc.property(text, text, text, text, (before, removed, inserted, after) => {
        const analysed = before + removed + after;
        const current = before + inserted + after;
        const { freshUntil } = compareTexts(analysed, current);
        const bytes = Buffer.byteLength(analysed.slice(0, freshUntil));
        const tokens = [analysed, current].map((each) => endingWithin(encode(each), bytes));
        assert.deepEqual(tokens[1], tokens[0]);
      });
      fc.assert(property, { numRuns: 500 });
    });
  }
});

describe('stretchNow', () => {
  const now = (analysed: string, stretch: string, current: string): string => {
    const start = analysed.indexOf(stretch);
    const { start: from, end } = stretchNow(compareTexts(analysed, current), {
      start,
      end: start + stretch.length,
    });
    return current.slice(from, end);
  };

  it('follows a stretch that moves, and takes in what is typed inside it', () => {
    assert.equal(now('one two three', 'two', 'number one two three'), 'two');
    assert.equal(now('one two three', 'two', 'one two, three'), 'two');
    assert.equal(now('one two three', 'one two', 'one or two three'), 'one or two');
    assert.equal(now('one two three', 'two three', 'one two and three'), 'two and three');
  });

  it('keeps what is left of it when an edit reaches beyond it', () => {
    assert.equal(now('one two three', 'two three', 'one ree'), 'ree');
    assert.equal(now('one two three', ' two ', 'one'), '');
  });

  it('holds all of it that was not edited, and lies in the text', () => {
    const stretch = text.filter(({ length }) => length > 0);
    fc.assert(
      fc.property(text, stretch, text, text, (before, chosen, after, current) => {
        const freshness = compareTexts(before + chosen + after, current);
        const span = { start: before.length, end: before.length + chosen.length };
        const { start, end } = stretchNow(freshness, span);
        assert.ok(start >= 0 && start <= end && end <= current.length);
        for (let at = span.start; at < span.end; at++) {
          const place = placeNow(freshness, { start: at, end: at + 1 });
          assert.ok(place === undefined || (place.start >= start && place.end <= end));
        }
      }),
    );
  });
});

describe('placeNow and analysedOffset', () => {
  const analysed = 'One, two three four';
  const edit = compareTexts(analysed, 'One, two and three four');

  it('keeps what is before the edit, moves what is after it and drops what was changed', () => {
    assert.deepEqual(placeNow(edit, { start: 0, end: 3 }), { start: 0, end: 3, fresh: true });
    assert.deepEqual(placeNow(edit, { start: 14, end: 19 }), { start: 18, end: 23, fresh: false });
    const replaced = compareTexts('one two six', 'one 2 six');
    assert.equal(placeNow(replaced, { start: 3, end: 7 }), undefined);
  });

  it('are each other’s inverse', () => {
    fc.assert(
      fc.property(fc.nat(analysed.length - 1), (start) => {
        const place = placeNow(edit, { start, end: start + 1 });
        assert.ok(place);
        assert.equal(analysedOffset(edit, place.start), start);
      }),
    );
  });

  it('know nothing of what was typed', () => {
    assert.equal(analysedOffset(compareTexts('ab', 'aXb'), 1), undefined);
  });
});
