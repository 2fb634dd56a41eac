import assert from 'node:assert/strict';
import { TextLines } from '../../../src/assistant/textLines';

describe('the lines of a text', () => {
  const text = 'one\r\ntwo\r\nthree\rfour 👍x\n';
  const lines = new TextLines(text);

  it('end as in VS Code, and an end at the end begins one more', () => {
    assert.equal(lines.count, 5);
    const all = [1, 2, 3, 4, 5].map((line) => lines.textOf(line));
    assert.deepEqual(all, ['one', 'two', 'three', 'four 👍x', '']);
  });

  it('tell places that count from 1, in UTF-16 units', () => {
    assert.deepEqual(lines.placeOf(0), { line: 1, column: 1 });
    assert.deepEqual(lines.placeOf(text.indexOf('\r\n')), { line: 1, column: 4 });
    assert.deepEqual(lines.placeOf(text.indexOf('two')), { line: 2, column: 1 });
    assert.deepEqual(lines.placeOf(text.indexOf('x\n')), { line: 4, column: 8 });
    assert.deepEqual(lines.placeOf(text.length), { line: 5, column: 1 });
  });

  it('begin where a place in them says', () => {
    for (let offset = 0; offset < text.length; offset++) {
      const { line, column } = lines.placeOf(offset);
      assert.equal(lines.startOf(line) + column - 1, offset);
    }
    assert.equal(lines.startOf(9), text.length);
  });
});
