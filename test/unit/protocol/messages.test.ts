import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseCallerMessage, parseServerMessage } from '../../../src/protocol/messages';

describe('messages', () => {
  it('are parsed without exception from anything, and keep only their own fields', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        parseCallerMessage(value);
        parseServerMessage(value);
      }),
    );
    const request = { id: 1, method: 'm', params: [1], extra: true };
    assert.deepEqual(parseCallerMessage(request), { id: 1, method: 'm', params: [1] });
    assert.deepEqual(parseCallerMessage({ id: 2, cancel: true }), { id: 2, cancel: true });
    assert.deepEqual(parseServerMessage({ id: 3, event: 0, extra: 1 }), { id: 3, event: 0 });
  });

  it('may carry undefined as reply or event', () => {
    assert.deepEqual(parseServerMessage({ id: 1, ok: undefined }), { id: 1, ok: undefined });
    assert.deepEqual(parseServerMessage({ id: 1, event: undefined }), { id: 1, event: undefined });
  });

  it('are refused with a bad id, an unknown failure code or no content', () => {
    const good = { code: 'text', message: 'No.' };
    assert.deepEqual(parseServerMessage({ id: 1, err: good }), { id: 1, err: good });
    for (const err of [undefined, 'no', { code: 'toString', message: 'x' }, { code: 'text' }]) {
      assert.equal(parseServerMessage({ id: 1, err }), undefined);
    }
    for (const id of [undefined, '1', 1.5, Number.NaN]) {
      assert.equal(parseCallerMessage({ id, method: 'm' }), undefined);
      assert.equal(parseServerMessage({ id, ok: 1 }), undefined);
    }
    assert.equal(parseCallerMessage({ id: 1, cancel: false }), undefined);
  });
});
