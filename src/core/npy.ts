import type { LossTable } from './lossTable';

/**
 * The loss table as a NumPy version 1 file: float32 [tokens, routes], C order, columns in route-index order. Returned in
 * two parts, header and data, which written one after the other are the file; the data is a view of the table, whose rows
 * should all be known.
 */
export function encodeNpy(table: LossTable): [header: Uint8Array, data: Uint8Array] {
  const { data } = table;
  return [
    npyHeader(table.tokens, table.space.count),
    new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  ];
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
