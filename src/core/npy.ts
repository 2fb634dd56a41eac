import type { LossTable } from './lossTable';

const TOKENS_PER_PIECE = 256;

/**
 * The loss table as a NumPy version 1 file: float32 [tokens, routes], C order, columns in route-index order. Returned in
 * pieces, which written one after the other are the file. Throws RangeError unless all rows are known.
 */
export function* encodeNpy(table: LossTable): Generator<Uint8Array, undefined> {
  const { tokens, space } = table;
  yield npyHeader(tokens, space.count);
  for (let first = 0; first < tokens; first += TOKENS_PER_PIECE) {
    const rows = table.rows(first, Math.min(first + TOKENS_PER_PIECE, tokens));
    yield new Uint8Array(rows.buffer);
  }
}

/** Magic, version 1.0, header length, then a Python dict padded so that the data begins at a multiple of 64. */
function npyHeader(rows: number, columns: number): Uint8Array {
  const shape = `(${String(rows)}, ${String(columns)})`;
  const dict = `{'descr': '<f4', 'fortran_order': False, 'shape': ${shape}, }`;
  const preamble = 10;
  const length = Math.ceil((preamble + dict.length + 1) / 64) * 64 - preamble;
  const header = new Uint8Array(preamble + length);
  header.set([0x93, ...bytes('NUMPY'), 1, 0, length & 0xff, length >> 8]);
  header.set(bytes(`${dict.padEnd(length - 1)}\n`), preamble);
  return header;
}

function bytes(ascii: string): Uint8Array {
  return Uint8Array.from(ascii, (character) => character.charCodeAt(0));
}
