import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import fc from 'fast-check';
import { Failure } from '../../../src/core/failure';
import { jsonLines, writeStream } from '../../../src/cli/output';

describe('jsonLines', () => {
  it('writes the same JSON value', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const written = [...jsonLines(value)].join('');
        assert.deepEqual(JSON.parse(written), JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('puts every field and every list element on a line', () => {
    assert.equal(
      [...jsonLines({ a: 1, list: [{ b: 2 }, 3], none: [] })].join(''),
      '{\n"a": 1,\n"list": [\n{"b":2},\n3\n],\n"none": []\n}\n',
    );
  });
});

describe('writeStream', () => {
  function failingStream(code: string): Writable {
    const error = Object.assign(new Error(code), { code });
    return new Writable({
      write: (_chunk, _encoding, done) => {
        done(error);
      },
    });
  }

  it('takes a reader that has seen enough for success', async () => {
    await writeStream(failingStream('EPIPE'), ['a', 'b']);
  });

  it('reports any other failure', async () => {
    await assert.rejects(
      writeStream(failingStream('ENOSPC'), ['a']),
      new Failure('output', 'The result could not be written: ENOSPC.'),
    );
  });
});
