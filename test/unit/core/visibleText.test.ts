import assert from 'node:assert/strict';
import fc from 'fast-check';
import { shownText, visibleText } from '../../../src/core/visibleText';

const awkward = fc
  .array(
    fc.constantFrom(
      'x',
      ' ',
      '\r',
      '\n',
      '\u2028',
      '\u0085',
      '\ud800',
      '\u{1F600}',
      '\u2003',
      '\u3000',
      '\ufeff',
    ),
  )
  .map((parts) => parts.join(''));

describe('visibleText', () => {
  it('writes what cannot be seen as escapes', () => {
    assert.equal(visibleText('a\tb\r\n'), 'a\\tb\\r\\n');
    assert.equal(visibleText('\x1b[31mred\x07'), '\\x1b[31mred\\x07');
    assert.equal(visibleText('\u202eevil\u2069 \ufeff'), '\\u202eevil\\u2069 \\ufeff');
    assert.equal(visibleText('\ud83d'), '\\ud83d');
    assert.equal(visibleText('\x9b2J'), '\\x9b2J');
  });

  it('leaves letters, emoji and combining marks alone', () => {
    const text = 'naïve 深度 👩‍🚀 e\u0301 ~';
    assert.equal(visibleText(text), text);
  });

  it('lets no control character through', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(0xffff)), (codes) => {
        assert.doesNotMatch(visibleText(String.fromCharCode(...codes)), /\p{Cc}|\p{Surrogate}/u);
      }),
    );
  });
});

describe('shownText', () => {
  it('shows white space and what is invisible', () => {
    assert.equal(shownText(' a\tb\r\n'), '·a⇥b␍⏎');
    assert.equal(shownText('\u00a0\u200b\u202e\0'), '⍽\\u200b\\u202e\\x00');
  });

  it('leaves nothing that could end a line or hide', () => {
    fc.assert(fc.property(awkward, (text) => !/[\s\p{Cc}\p{Cs}]/u.test(shownText(text))));
  });

  it('leaves emoji whole that are joined from several', () => {
    assert.equal(shownText('👩‍👧'), '👩‍👧');
  });
});
