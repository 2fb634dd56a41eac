import assert from 'node:assert/strict';
import { LossTable } from '../../../src/core/lossTable';
import { encodeNpy } from '../../../src/core/npy';
import { RouteSpace } from '../../../src/core/routes';

describe('encodeNpy', () => {
  it('writes the header that NumPy writes', () => {
    const table = new LossTable(new RouteSpace(['small', 'big'], 8), 1234);
    const [header = assert.fail()] = encodeNpy(table);
    const dict = "{'descr': '<f4', 'fortran_order': False, 'shape': (1234, 256), }";
    assert.deepEqual(
      Buffer.from(header),
      Buffer.concat([
        Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 118, 0]),
        Buffer.from(`${dict.padEnd(117)}\n`, 'latin1'),
      ]),
    );
    assert.equal(header.length, 128);
  });

  it('writes the losses row by row as little-endian floats', () => {
    const table = new LossTable(new RouteSpace(['small', 'big'], 1), 2);
    table.setRows(0, Float32Array.of(0.5, 1.5, 2.5, Number.NaN));
    const [header = assert.fail(), data = assert.fail()] = encodeNpy(table);
    assert.equal(header.length % 64, 0);
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    const values = [0, 4, 8, 12].map((at) => view.getFloat32(at, true));
    assert.deepEqual(values, [0.5, 1.5, 2.5, Number.NaN]);
    assert.equal(data.byteLength, 16);
  });

  it('writes a long table in pieces', () => {
    const space = new RouteSpace(['small', 'big'], 1);
    const table = new LossTable(space, 1000);
    const losses = new Float32Array(2000).map((_, at) => at);
    table.setRows(0, losses.slice(0, 1400));
    table.setRows(700, losses.slice(1400));
    const [, ...pieces] = encodeNpy(table);
    assert.ok(pieces.length > 1);
    assert.deepEqual(Buffer.concat(pieces), Buffer.from(losses.buffer));
  });

  it('writes an empty table', () => {
    const [header = assert.fail(), ...data] = encodeNpy(
      new LossTable(new RouteSpace(['small', 'big'], 2), 0),
    );
    assert.match(Buffer.from(header).toString('latin1'), /'shape': \(0, 4\), }/);
    assert.deepEqual(data, []);
  });

  it('refuses a table with unknown rows', () => {
    const table = new LossTable(new RouteSpace(['small', 'big'], 1), 2);
    table.setRows(0, Float32Array.of(1, 2));
    assert.throws(() => [...encodeNpy(table)], RangeError);
  });
});
