import assert from 'node:assert/strict';
import fc from 'fast-check';
import { plainMessage } from '../../../src/extension/plainMessage';

/** What VS Code takes for a link. */
const LINK = /\[[^\]]+\]\((https?:\/\/|command:|file:)[^)\s]+( (["']).+?\3)?\)/i;

describe('plainMessage', () => {
  it('leaves a sentence as it is', () => {
    const sentence = 'The model "a [b]" (see c) has no router [d].';
    assert.equal(plainMessage(sentence), sentence);
  });

  it('makes no link of what a model or a folder is called', () => {
    const message = 'No model "[click](command:workbench.action.quit)".';
    assert.match(message, LINK);
    assert.doesNotMatch(plainMessage(message), LINK);
  });

  it('holds for any text', () => {
    const part = fc.constantFrom('[', ']', '(', ')', '](', 'x', ' ', 'command:y', 'https://z', '"');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
        assert.doesNotMatch(plainMessage(parts.join('')), LINK);
      }),
    );
  });
});
