import assert from 'node:assert/strict';
import fc from 'fast-check';
import { codeSpan, plain } from '../../../src/extension/markdown';

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
