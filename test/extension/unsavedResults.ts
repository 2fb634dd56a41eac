import type { RunParts } from '../../src/extension/documentRun';
import { inMemory } from '../../src/core/keptLosses';
import { ResultCache } from '../../src/interactive/resultCache';

const CACHE_BYTES = 256 * 2 ** 20;

/** What runs remember: for as long as the test, in memory. */
export function unsavedResults(): RunParts['remembered'] {
  return {
    cache: new ResultCache(CACHE_BYTES),
    keep: inMemory,
    restore: () => Promise.resolve(),
  };
}
