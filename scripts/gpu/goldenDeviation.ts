import path from 'node:path';
import { EngineClient } from '../../src/client/engineClient';
import type { Provider } from '../../src/protocol/engineApi';
import { largestDeviation } from '../../src/providers/verdict';
import { readGolden } from '../../test/engine/golden';
import { ROOT } from '../paths';

/**
 * The largest difference, in nats, of a provider's losses from what PyTorch computed on the same model by whole forward
 * passes. `bundle`: of the same weights as models/duo-8l. Throws Failure.
 */
export async function goldenDeviation(bundle: string, provider: Provider): Promise<number> {
  const { texts } = readGolden('duo-8l.json');
  const client = new EngineClient({
    entry: path.join(ROOT, 'dist/engine.js'),
    log: () => undefined,
  });
  let largest = 0;
  try {
    for (const { ids, tables } of texts) {
      for (const { modules, position, routes, losses } of tables) {
        const window = Int32Array.from(ids.slice(1));
        const part = { ids: window, from: position, to: position + 1, modules };
        const row = await lossesOf(client, { bundle, provider, ...part });
        const computed = Float32Array.from(routes, (route) => row[route] ?? Number.NaN);
        largest = Math.max(largest, largestDeviation(computed, Float32Array.from(losses)));
      }
    }
  } finally {
    client.dispose();
  }
  return largest;
}

/** [routes] nats, of the one token that is asked for. */
async function lossesOf(
  client: EngineClient,
  request: Parameters<EngineClient['score']>[0],
): Promise<Float32Array> {
  for await (const event of client.score(request, new AbortController().signal)) {
    if (event.kind === 'losses') return event.losses;
  }
  throw new Error('The engine gave no losses.');
}
