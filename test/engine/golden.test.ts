import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import type { EngineClient } from '../../src/client/engineClient';
import { GOLDEN_FOLDER, readGolden } from './golden';
import { itComputesGoldenValues } from './goldenTests';
import { DUO, engineClient, GROUPED, TINY } from './support';

const GOLDEN = [
  ['tiny.json', TINY],
  ['grouped.json', GROUPED],
  ['duo-8l.json', DUO],
] as const;

describe('golden values', () => {
  let client: EngineClient;

  before(() => {
    client = engineClient();
  });

  after(() => {
    client.dispose();
  });

  it('are compared, whatever file has some', () => {
    assert.deepEqual(GOLDEN.map(([file]) => file).sort(), readdirSync(GOLDEN_FOLDER).sort());
  });

  for (const [file, bundle] of GOLDEN) {
    const golden = readGolden(file);
    golden.texts.forEach((text, n) => {
      describe(`${golden.bundle}, text ${n + 1}`, () => {
        itComputesGoldenValues(text, bundle, 'cpu', () => client);
      });
    });
  }
});
