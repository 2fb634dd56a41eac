import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Failure } from '../../../src/core/failure';
import * as requests from '../../../src/extension/panel/requests';

const READERS = [
  requests.readQuantity,
  requests.readModules,
  requests.readCommand,
  requests.readToken,
  requests.readKeptId,
  requests.readComparedId,
  requests.readRerun,
  requests.readFile,
];

describe('what the panel asks for', () => {
  it('is read, or refused with a sentence, whatever it is', () => {
    for (const read of READERS) {
      fc.assert(
        fc.property(fc.jsonValue(), (value) => {
          try {
            read(value);
          } catch (error) {
            assert.ok(error instanceof Failure && error.code === 'request', read.name);
            assert.match(error.message, /^[A-Z].*\.$/);
          }
        }),
      );
    }
  });

  it('is what it was when it makes sense', () => {
    assert.equal(requests.readQuantity('shortfall'), 'shortfall');
    assert.equal(requests.readQuantity(null), null);
    assert.equal(requests.readCommand('exportCsv'), 'exportCsv');
    assert.equal(requests.readToken({ token: 0 }), 0);
    assert.equal(requests.readAside({ token: 0, aside: true }), true);
    assert.equal(requests.readComparedId({ id: null }), null);
    assert.deepEqual(requests.readRerun({ kind: 'self' }), { kind: 'self' });
    const router = { kind: 'router', router: 'learned' };
    assert.deepEqual(requests.readRerun({ ...router, more: 1 }), router);
  });

  it('is a list of modules in their own order, each once', () => {
    assert.deepEqual(requests.readModules(['big', 'skip', 'big']), ['skip', 'big']);
    assert.throws(() => requests.readModules([]), Failure);
  });

  it('is no file larger than anything that the panel draws', () => {
    const content = 'x'.repeat(64 * 1024 * 1024 + 1);
    assert.throws(() => requests.readFile({ name: 'a.svg', content }), /too large/);
  });
});

describe('plainFileName', () => {
  const cases = {
    'curve.svg': 'curve.svg',
    '../../etc/passwd': 'etc-passwd',
    'C:\\windows\\a.csv': 'C-windows-a.csv',
    'a\u0000b\n.svg': 'a-b-.svg',
    '..': 'duo-llm',
    'résumé 漢字.csv': 'résumé 漢字.csv',
  };
  for (const [name, plain] of Object.entries(cases)) {
    it(`makes ${JSON.stringify(plain)} of ${JSON.stringify(name)}`, () => {
      assert.equal(requests.plainFileName(name), plain);
    });
  }

  it('never leaves a folder, whatever it is given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
        const plain = requests.plainFileName(name);
        assert.doesNotMatch(plain, /[/\\\p{Cc}]|^\.|^$/u);
        assert.ok(plain.length <= 120);
      }),
    );
  });
});
