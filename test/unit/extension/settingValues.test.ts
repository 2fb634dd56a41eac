import assert from 'node:assert/strict';
import { SETTINGS } from '../../../src/extension/names';
import { parseSettings, type Settings } from '../../../src/extension/settingValues';

const parsed = (written: Readonly<Record<string, unknown>>): Settings =>
  parseSettings((name) => written[name]);

const DEFAULTS: Settings = {
  model: '',
  modelFolders: [],
  provider: 'auto',
  cudaLibraryPath: '',
  modules: ['small', 'big'],
  router: undefined,
  colourBy: 'difficulty',
  decoration: 'fill',
  tolerance: 0.05,
  engineIdleMs: 60_000,
  search: 'exact',
  asYouType: false,
  cacheBytes: 1024 * 2 ** 20,
  keepResults: false,
};

describe('parseSettings', () => {
  it('has a default for everything', () => {
    assert.deepEqual(parsed({}), DEFAULTS);
  });

  it('takes what is allowed', () => {
    const written = {
      model: ' mine ',
      modelFolders: ['~/models'],
      executionProvider: 'cpu',
      'cuda.libraryPath': '/opt/cuda/lib',
      modules: 'skip,small,big',
      router: 'none',
      colourBy: 'regret',
      decoration: 'underline',
      neededComputeTolerance: 0,
      engineIdleSeconds: 86_400,
      analyzeAsYouType: true,
      cacheMegabytes: 16,
      keepResults: true,
      search: 'beam',
    };
    assert.deepEqual(parsed(written), {
      model: 'mine',
      modelFolders: ['~/models'],
      provider: 'cpu',
      cudaLibraryPath: '/opt/cuda/lib',
      modules: ['skip', 'small', 'big'],
      router: 'none',
      colourBy: 'regret',
      decoration: 'underline',
      tolerance: 0,
      engineIdleMs: 86_400_000,
      search: 'beam',
      asYouType: true,
      cacheBytes: 2 ** 24,
      keepResults: true,
    });
  });

  it('reads as the default what is of another type', () => {
    for (const value of [null, {}, [1], 1e99, Number.NaN]) {
      for (const name of SETTINGS) assert.deepEqual(parsed({ [name]: value }), DEFAULTS, name);
    }
    const words = { modelFolders: 'a', neededComputeTolerance: '0.1', engineIdleSeconds: '10' };
    assert.deepEqual(parsed(words), DEFAULTS);
  });

  it('reads as the default what is out of range or not offered', () => {
    for (const written of [
      { neededComputeTolerance: -1 },
      { neededComputeTolerance: 6 },
      { engineIdleSeconds: 0 },
      { engineIdleSeconds: 1e9 },
      { modules: 'big,small' },
      { modules: 'small,small' },
      { executionProvider: 'tpu' },
    ]) {
      assert.deepEqual(parsed(written), DEFAULTS);
    }
  });

  it('tells what is not allowed, and what would be', () => {
    const told: [string, string][] = [];
    const written: Readonly<Record<string, unknown>> = {
      colourBy: 'mood',
      modules: ' skip,big ',
      modelFolders: 'models',
      engineIdleSeconds: 0,
      router: null,
    };
    parseSettings(
      (name) => written[name],
      (name, allowed) => told.push([name, allowed]),
    );
    assert.deepEqual(
      told.map(([name]) => name),
      ['modelFolders', 'router', 'colourBy', 'engineIdleSeconds'],
    );
    const allowed = Object.fromEntries(told);
    assert.match(allowed['colourBy'] ?? '', /^difficulty, surprise, /);
    assert.equal(allowed['engineIdleSeconds'], 'a number from 1 to 86400');
  });
});
