import assert from 'node:assert/strict';
import path from 'node:path';
import { inWorker } from '../../scripts/bench/worker';
import { ROOT } from '../../scripts/paths';

interface Activated {
  /** Modules outside the bundle, by the names they were asked for. */
  readonly required: readonly string[];
  /** Functions that are costly when first used. */
  readonly computed: readonly string[];
  /** How often all names of VS Code's interface were copied. */
  readonly copies: number;
}

/** What takes long does so once somebody analyses, not while VS Code waits for the extension: no clock is needed to see that. */
describe('activation', () => {
  let activated: Activated;

  before(async () => {
    activated = await inWorker('../../test/activation/activated.mjs', {
      file: path.join(ROOT, 'dist/extension.js'),
      folder: ROOT,
    });
  });

  it('formats nothing for a language and hashes nothing', () => {
    assert.deepEqual(activated.computed, []);
  });

  it('copies the interface of VS Code once, not for each file', () => {
    assert.equal(activated.copies, 1);
  });

  it('loads few of Node’s modules, and no other module', () => {
    const others = activated.required.filter((name) => !name.endsWith('dist/extension.js'));
    assert.deepEqual(others.sort(), [
      'node:child_process',
      'node:crypto',
      'node:fs',
      'node:fs/promises',
      'node:module',
      'node:os',
      'node:path',
      'node:readline',
      'node:timers/promises',
      'node:util',
      'node:v8',
    ]);
  });
});
