import { EngineClient } from '../../src/client/engineClient';
import type { ModelInfo } from '../../src/core/model';
import { readFacts } from './bundleFacts';
import { Cache } from './cache';
import { Crew } from './crew';
import { DocumentRuns } from './documentRuns';

/** One alone leaves its threads waiting for each other. */
const ENGINES = 2;

/** A bundle opened by several engine processes. */
export interface Opened {
  readonly model: ModelInfo;
  readonly crew: Crew;
}

/** Opens a bundle, hands it to `work`, and ends the engines however that ends. `entry`: the built engine. */
export async function withEngines<Result>(
  entry: string,
  bundle: string,
  work: (opened: Opened) => Promise<Result>,
): Promise<Result> {
  let working = true;
  const log = (line: string): void => {
    // That they were stopped in the end is no news.
    if (working) console.error(line);
  };
  const clients = Array.from({ length: ENGINES }, () => new EngineClient({ entry, log }));
  try {
    const opening = clients.map((client) => client.open({ bundle, provider: 'auto' }));
    const [opened] = await Promise.all(opening);
    if (opened === undefined) throw new Error('No engine was started.');
    const { model } = opened;
    const cache = new Cache(entry, readFacts(bundle).content);
    const members = clients.map((client) => new DocumentRuns(client, cache, model, bundle));
    return await work({ model, crew: new Crew(members) });
  } finally {
    working = false;
    for (const client of clients) client.dispose();
  }
}
