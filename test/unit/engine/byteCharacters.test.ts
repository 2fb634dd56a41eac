import assert from 'node:assert/strict';
import { byteOfCharacter, displayBytes } from '../../../src/engine/byteCharacters';

describe('byte characters', () => {
  it('are those of GPT-2: printable Latin-1 stands for itself, the rest follows U+0100', () => {
    const examples = {
      '!': 0x21,
      '~': 0x7e,
      '¡': 0xa1,
      ÿ: 0xff,
      Ā: 0,
      Ġ: 0x20,
      Ċ: 0x0a,
      ġ: 0x7f,
      Ń: 0xad,
    };
    for (const [character, byte] of Object.entries(examples)) {
      assert.equal(byteOfCharacter(character), byte, character);
    }
    const characters = Array.from({ length: 0x144 }, (_, code) => String.fromCharCode(code));
    const bytes = characters.filter(isByte).map(byteOfCharacter);
    assert.deepEqual(
      bytes.sort((a, b) => a - b),
      Array.from({ length: 256 }, (_, byte) => byte),
    );
  });

  it('refuse a vocabulary that is not byte-level', () => {
    assert.throws(() => byteOfCharacter('▁'), /not byte-level/);
  });

  it('are shown as text, or as hexadecimal bytes when they are no whole text', () => {
    assert.equal(displayBytes(new TextEncoder().encode(' é')), ' é');
    assert.equal(displayBytes(new TextEncoder().encode('\uFEFF')), '\uFEFF');
    assert.equal(displayBytes(Uint8Array.of(0x20, 0xe2, 0x82)), '\\x20\\xE2\\x82');
  });
});

function isByte(character: string): boolean {
  try {
    return byteOfCharacter(character) >= 0;
  } catch {
    return false;
  }
}
