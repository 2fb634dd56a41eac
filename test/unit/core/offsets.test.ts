import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Failure } from '../../../src/core/failure';
import { tokenOffsets } from '../../../src/core/offsets';

const SAMPLES: Readonly<Record<string, string>> = {
  'an empty text': '',
  'one character': 'a',
  'CRLF line ends': 'one\r\ntwo\r\n\r\n',
  tabs: '\tif\t\tx',
  'emoji joined to families': '👨‍👩‍👧‍👦 and 🏳️‍🌈!',
  'combining marks': 'e\u0301a\u0308\u0323 n\u0303',
  CJK: '深度学习，すごい。한국어',
  'a byte-order mark': '\ufeffBOM first',
  'lone surrogates': 'a\ud83d b\udc00\udc00 \ud800',
  'surrogates the wrong way round': '\udc00\ud800',
  controls: '\0\x07\x1b[31m\x7f',
};

/** Cuts the UTF-8 form of a text into pieces of the given lengths, the last one taking the rest. */
function cut(text: string, lengths: readonly number[]): number[] {
  let left = Buffer.byteLength(text, 'utf8');
  const pieces: number[] = [];
  for (const length of lengths) {
    if (length > left) break;
    pieces.push(length);
    left -= length;
  }
  return left > 0 ? [...pieces, left] : pieces;
}

/** The token of every UTF-16 unit, found by counting bytes: the one that holds the first byte of its character. */
function ownerOf(text: string, pieces: readonly number[]): number[] {
  const owners: number[] = [];
  let byte = 0;
  for (const character of text) {
    let token = -1;
    let before = 0;
    for (let end = 0; end <= byte; end += pieces[token] ?? 0) {
      before = end;
      token++;
    }
    assert.ok(before <= byte);
    owners.push(...new Array<number>(character.length).fill(token));
    byte += Buffer.byteLength(character, 'utf8');
  }
  return owners;
}

function check(text: string, lengths: readonly number[]): void {
  const pieces = cut(text, lengths);
  const { starts, ends } = tokenOffsets(text, pieces);
  const slices = pieces.map((_, token) => text.slice(starts[token], ends[token]));
  assert.equal(slices.join(''), text);
  assert.deepEqual(
    slices.flatMap((slice, token) => new Array<number>(slice.length).fill(token)),
    ownerOf(text, pieces),
  );
}

describe('tokenOffsets', () => {
  for (const [name, text] of Object.entries(SAMPLES)) {
    it(`places the tokens of ${name}, however it is cut`, () => {
      check(text, new Array<number>(Buffer.byteLength(text)).fill(1));
      fc.assert(
        fc.property(fc.array(fc.integer({ min: 1, max: 6 })), (lengths) => {
          check(text, lengths);
        }),
      );
    });
  }

  it('places the tokens of any UTF-16 text', () => {
    const units = fc.array(fc.oneof(fc.nat(0xffff), fc.integer({ min: 0xd7f0, max: 0xe010 })));
    fc.assert(
      fc.property(units, fc.array(fc.nat(6)), (codes, lengths) => {
        check(String.fromCharCode(...codes), lengths);
      }),
      { numRuns: 500 },
    );
  });

  it('gives a character to the token that begins it', () => {
    const { starts, ends } = tokenOffsets('é😀', [1, 1, 1, 3]);
    assert.deepEqual([...starts], [0, 1, 1, 3]);
    assert.deepEqual([...ends], [1, 1, 3, 3]);
  });

  it('refuses lengths that do not add up to the text', () => {
    for (const [text, lengths] of [
      ['abc', [1, 1]],
      ['abc', [2, 2]],
      ['é', [1]],
      ['', [1]],
      ['a', []],
    ] as const) {
      assert.throws(
        () => tokenOffsets(text, lengths),
        (error: unknown) => {
          return error instanceof Failure && error.code === 'text';
        },
      );
    }
  });
});
