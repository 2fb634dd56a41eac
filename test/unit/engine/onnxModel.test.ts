import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { readOnnxModel } from '../../../src/engine/onnx/onnxModel';

const FILE = path.join(__dirname, '../../fixtures/tiny-duo/forward.onnx');

describe('readOnnxModel', () => {
  const bytes = readFileSync(FILE);

  it('finds what a file uses, takes and gives', () => {
    const { opsets, operators, inputs, outputs, external } = readOnnxModel(bytes);
    assert.deepEqual([...opsets], [['', 21]]);
    assert.deepEqual([...operators.keys()], ['']);
    assert.ok(operators.get('')?.has('MatMul'));
    assert.deepEqual({ ...inputs[1] }, { name: 'routes', elements: 7, shape: [1, 'T', 3] });
    assert.equal(outputs[0]?.name, 'loss');
    assert.deepEqual([...external], [['weights.bin', 38_024]]);
  });

  it('ends soon on whatever it is given, with a model or an Error', () => {
    const read = (damaged: Uint8Array): void => {
      try {
        readOnnxModel(damaged);
      } catch (error) {
        assert.ok(error instanceof Error && error.message !== '');
      }
    };
    const place = fc.nat(bytes.length - 1);
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), read));
    fc.assert(
      fc.property(place, (end) => {
        read(bytes.subarray(0, end));
      }),
    );
    fc.assert(
      fc.property(place, fc.nat(255), (at, byte) => {
        const damaged = Uint8Array.from(bytes);
        damaged[at] = byte;
        read(damaged);
      }),
    );
  });
});
