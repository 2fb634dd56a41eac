import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ChoiceFile, choiceFile } from '../../../src/providers/choiceStore';
import { temporaryFolder } from '../../host/temporaryFolder';

describe('the file of choices', () => {
  let folder: string;

  beforeEach(() => {
    folder = temporaryFolder('providers');
  });

  it('lies in the platform’s folder for caches', () => {
    const env = { HOME: '/home/me', LOCALAPPDATA: 'C:/Local' };
    const of = (platform: NodeJS.Platform, more: NodeJS.ProcessEnv = {}): string =>
      choiceFile({ ...env, ...more }, platform).replaceAll(path.sep, '/');
    assert.equal(of('linux'), '/home/me/.cache/duo-llm/providers.json');
    assert.equal(of('linux', { XDG_CACHE_HOME: '/tmp/c' }), '/tmp/c/duo-llm/providers.json');
    assert.equal(of('linux', { XDG_CACHE_HOME: '' }), '/home/me/.cache/duo-llm/providers.json');
    assert.equal(of('darwin'), '/home/me/Library/Caches/duo-llm/providers.json');
    assert.equal(of('win32'), 'C:/Local/duo-llm/providers.json');
  });

  it('is written whole, and read again', async () => {
    const file = path.join(folder, 'new', 'providers.json');
    assert.deepEqual(await new ChoiceFile(file).read(), {});
    await new ChoiceFile(file).write({ key: { provider: 'cpu', rejected: [] } });
    assert.deepEqual(await new ChoiceFile(file).read(), { key: { provider: 'cpu', rejected: [] } });
    assert.deepEqual(readdirSync(path.dirname(file)), ['providers.json']);
  });

  it('counts as empty when it is damaged, and as good as none when it cannot be written', async () => {
    const file = path.join(folder, 'providers.json');
    for (const damaged of ['', '{"key": ', '[1]', 'null']) {
      writeFileSync(file, damaged);
      assert.deepEqual(await new ChoiceFile(file).read(), {});
    }
    mkdirSync(path.join(folder, 'taken'));
    await new ChoiceFile(path.join(folder, 'taken')).write({ key: 1 });
  });
});
