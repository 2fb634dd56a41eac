/**
 * The characters by which byte-level vocabularies write bytes (GPT-2): printable Latin-1 stands for itself, the other 68
 * bytes, in ascending order, are U+0100 and following.
 */
const BYTES_OF_CHARACTERS = bytesOfCharacters();

export function byteOfCharacter(character: string): number {
  const byte = BYTES_OF_CHARACTERS.get(character);
  if (byte === undefined) {
    throw new Error(
      `is not byte-level: its vocabulary has the character ${JSON.stringify(character)}`,
    );
  }
  return byte;
}

/** Text for bytes that are whole UTF-8 text, else every byte like `\xE2\x82`. */
export function displayBytes(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return Array.from(
      bytes,
      (byte) => `\\x${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    ).join('');
  }
}

function bytesOfCharacters(): ReadonlyMap<string, number> {
  const bytes = new Map<string, number>();
  let replacement = 0x100;
  for (let byte = 0; byte < 256; byte++) {
    bytes.set(String.fromCharCode(isPrintable(byte) ? byte : replacement++), byte);
  }
  return bytes;
}

/** The soft hyphen, 0xAD, is the one invisible character of the upper range. */
function isPrintable(byte: number): boolean {
  return (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad);
}
