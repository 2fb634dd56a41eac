import type { EngineClient } from '../../src/client/engineClient';
import { readGolden } from './golden';
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

  for (const [file, bundle] of GOLDEN) {
    const golden = readGolden(file);
    golden.texts.forEach((text, n) => {
      describe(`${golden.bundle}, text ${n + 1}`, () => {
        itComputesGoldenValues(text, bundle, 'cpu', () => client);
      });
    });
  }
});
