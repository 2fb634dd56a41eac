import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { Failure } from '../../../src/core/failure';
import { writeStream } from '../../../src/cli/output';

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
