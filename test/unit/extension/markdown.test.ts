import assert from 'node:assert/strict';
import fc from 'fast-check';
import { codeSpan, plain, visible } from '../../../src/extension/markdown';

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

describe('visible', () => {
  it('shows white space and what is invisible', () => {
    assert.equal(visible(' a\tb\r\n'), '·a⇥b␍⏎');
    assert.equal(visible('\u00a0\u200b\u202e\0'), '⍽\\u200b\\u202e\\x00');
  });

  it('leaves nothing that could end a line or hide', () => {
    fc.assert(fc.property(awkward, (text) => !/[\s\p{Cc}\p{Cs}]/u.test(visible(text))));
  });

  it('leaves emoji whole that are joined from several', () => {
    assert.equal(visible('👩‍👧'), '👩‍👧');
  });
});

describe('codeSpan', () => {
  it('fences text with more backticks than it holds', () => {
    assert.equal(codeSpan('word'), '`word`');
    assert.equal(codeSpan('a`b``c'), '```a`b``c```');
    assert.equal(codeSpan('`'), '`` ` ``');
    assert.equal(codeSpan(''), '` `');
  });

  it('cannot be ended by the text', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('`', '``', 'x', ' ', '<b>', '\n', ']')), (parts) => {
        const span = codeSpan(parts.join(''));
        const fence = /^`+/.exec(span)?.[0] ?? '';
        const inner = span.slice(fence.length, -fence.length);
        assert.ok(!inner.split(/[^`]+/).includes(fence));
        assert.ok(!span.includes('\n'));
      }),
    );
  });
});

describe('plain', () => {
  it('takes the meaning from everything that Markdown or HTML would read', () => {
    assert.equal(plain('a_b*c'), 'a\\_b\\*c');
    assert.equal(plain('<img src=x>'), '\\<img src=x\\>');
    assert.equal(plain('[x](command:y)\n# z'), '\\[x\\]\\(command:y\\)\\\\n\\# z');
  });
});
