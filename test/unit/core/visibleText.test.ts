import assert from 'node:assert/strict';
import fc from 'fast-check';
import { visibleText } from '../../../src/core/visibleText';

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
