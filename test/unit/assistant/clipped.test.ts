import assert from 'node:assert/strict';
import fc from 'fast-check';
import { clipped, clippedBefore } from '../../../src/assistant/clipped';
import { visibleText } from '../../../src/core/visibleText';

const anyText = fc.string({ unit: 'binary', maxLength: 60 });

describe('a clipped text', () => {
  it('is the whole text where there is room for it', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const shown = visibleText(text);
        assert.equal(clipped(text, shown.length), shown);
        assert.equal(clippedBefore(text, shown.length), shown);
      }),
    );
  });

  it('is never longer than there is room for, and shows both what it keeps and that it goes on', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 30 }), (text, most) => {
        const shown = visibleText(text);
        fc.pre(shown.length > most);
        const [start, end] = [clipped(text, most), clippedBefore(text, most)];
        assert.ok(start.length <= most && end.length <= most);
        assert.ok(start.endsWith('…') && shown.startsWith(start.slice(0, -1)));
        assert.ok(end.startsWith('…') && shown.endsWith(end.slice(1)));
      }),
    );
  });

  it('cuts no character in half', () => {
    assert.equal(clipped('ab👍👍', 5), 'ab👍…');
    assert.equal(clipped('ab👍👍', 4), 'ab…');
    assert.equal(clippedBefore('👍👍ab', 5), '…👍ab');
  });
});
