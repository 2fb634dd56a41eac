import path from 'node:path';
import { EngineClient } from '../../../src/client/engineClient';
import { ROOT } from '../../paths';

/** Lends an engine of its own to some work and ends it however that ends. */
export async function withEngine<Result>(
  work: (client: EngineClient) => Promise<Result>,
): Promise<Result> {
  let working = true;
  const client = new EngineClient({
    entry: path.join(ROOT, 'dist/engine.js'),
    log: (line) => {
      // That it was stopped in the end is no news.
      if (working) console.error(line);
    },
  });
  try {
    return await work(client);
  } finally {
    working = false;
    client.dispose();
  }
}
