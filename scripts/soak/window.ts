import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { ChoosingClient } from '../../src/client/choosingClient';
import { trialProcesses } from '../../src/client/trialProcess';
import { Analysis } from '../../src/core/analysis';
import { Failure } from '../../src/core/failure';
import { LossTable } from '../../src/core/lossTable';
import type { ModuleList } from '../../src/core/module';
import { RouteSpace } from '../../src/core/routes';
import { InteractiveRun } from '../../src/interactive/interactiveRun';
import { LossStore } from '../../src/interactive/lossStore';
import { ResultCache } from '../../src/interactive/resultCache';
import { ChoicesInMemory } from '../../src/providers/choiceStore';
import { ProviderChooser } from '../../src/providers/chooser';
import { thisMachine } from '../../src/providers/machine';
import { ROOT } from '../paths';

/** Small, so that they are full after some analyses: from then on nothing should grow. */
const CACHE_BYTES = 16 * 2 ** 20;
const STORE_BYTES = 4 * 2 ** 20;
const POLL_MS = 5;

/** One text, analysed with one model. */
export interface Asked {
  readonly bundle: string;
  readonly modules: ModuleList;
  readonly text: string;
}

/** When something happens to an analysis: after so many events of it, or not at all. */
export interface Incident {
  readonly after: number;
  readonly kind: 'cancel' | 'kill';
}

/** How an analysis ended. */
export type Ending = 'done' | 'cancelled' | 'crashed';

/** What a window of VS Code holds for its analyses: a client, and what is remembered of results. */
export class Window {
  private readonly folder = mkdtempSync(path.join(os.tmpdir(), 'duo-llm-soak-'));
  private readonly cache = new ResultCache(CACHE_BYTES);
  private readonly store = new LossStore(this.folder, STORE_BYTES, () => undefined);
  private readonly client: ChoosingClient;

  constructor() {
    const entry = path.join(ROOT, 'dist/engine.js');
    const tryProvider = trialProcesses({ entry });
    const chooser = new ProviderChooser(thisMachine(), new ChoicesInMemory(), tryProvider);
    this.client = new ChoosingClient({ entry, chooser, triesFirst: false, log: () => undefined });
  }

  /** Process id of the engine. */
  get engine(): number | undefined {
    return this.client.pid;
  }

  /** Loads a model, if it is not loaded. */
  async open(bundle: string): Promise<void> {
    await this.client.open({ bundle, provider: 'cpu' });
  }

  /** @throws Error when it ends otherwise than it should. */
  async analyze({ bundle, modules, text }: Asked, incident?: Incident): Promise<Ending> {
    const provider = 'cpu';
    const { client, cache, store } = this;
    const { model } = await client.open({ bundle, provider });
    const source = { name: 'soak', length: text.length, sha256: '' };
    const table = new LossTable(new RouteSpace(modules, model.layers), 0, { keep: store.keep });
    const run = { modules, router: undefined, context: { kind: 'big' } } as const;
    const analysis = new Analysis(model, source, run, table);
    const look = (): { start: number; end: number }[] => [{ start: 0, end: 200 }];
    const around = { client, cache, provider, look, pause: () => setImmediate() } as const;
    const interactive = new InteractiveRun({ bundle, provider, modules, text }, analysis, around);
    const controller = new AbortController();
    let events = 0;
    let killed: number | undefined;
    const onAdvance = (): void => {
      if (events++ !== incident?.after) return;
      if (incident.kind === 'cancel') controller.abort();
      else if (client.pid !== undefined) process.kill((killed = client.pid), 'SIGKILL');
    };
    try {
      await interactive.run(controller.signal, onAdvance);
      // It may have been killed with its last words: what is asked before that is known fails.
      while (killed !== undefined && client.pid === killed) await sleep(POLL_MS);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const wanted = incident?.kind === 'cancel' ? 'cancelled' : 'crashed';
      if (incident === undefined || error.code !== wanted) throw error;
      return wanted;
    }
    if (!analysis.complete) throw new Error('An analysis ended without all of its losses.');
    return 'done';
  }

  dispose(): void {
    this.client.dispose();
    this.cache.resize(0);
    this.store.dispose();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
