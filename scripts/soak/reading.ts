import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { collectGarbage } from '../../src/engine/collectGarbage';
import { enginesOf, residentMegabytes } from '../../test/host/processes';

/** What this process and its engine take at one moment, garbage collected. */
export interface Reading {
  /** Done so far. */
  readonly analyses: number;
  /** Heap in use and resident memory of this process, MB. */
  readonly heap: number;
  readonly host: number;
  /** Resident memory of the engine, MB; NaN: there is none. */
  readonly engine: number;
  /** Engines that this process has started and that still run. */
  readonly engines: number;
  /** Of this process and of the engine; NaN where the system does not tell. */
  readonly threads: number;
  readonly engineThreads: number;
  /** Open files and sockets of this process; NaN where the system does not tell. */
  readonly files: number;
  /** Timers, sockets, child processes and requests that keep this process busy. */
  readonly handles: number;
}

const SETTLE_MS = 300;
const MEGABYTE = 2 ** 20;

/** `engine`: process id of the one that is current. */
export async function readingAfter(analyses: number, engine: number | undefined): Promise<Reading> {
  // What ends takes a moment, and so does what is told of garbage.
  await sleep(SETTLE_MS);
  collectGarbage();
  await sleep(SETTLE_MS);
  collectGarbage();
  return {
    analyses,
    heap: process.memoryUsage().heapUsed / MEGABYTE,
    host: residentMegabytes(process.pid),
    engine: engine === undefined ? Number.NaN : residentMegabytes(engine),
    engines: enginesOf(process.pid).length,
    threads: entries(`/proc/${String(process.pid)}/task`),
    engineThreads: engine === undefined ? Number.NaN : entries(`/proc/${String(engine)}/task`),
    files: entries(`/proc/${String(process.pid)}/fd`),
    handles: process.getActiveResourcesInfo().length,
  };
}

function entries(folder: string): number {
  try {
    return readdirSync(folder).length;
  } catch {
    return Number.NaN;
  }
}
