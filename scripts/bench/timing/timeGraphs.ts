import { ENGINE_ENVIRONMENT } from '../../../src/client/engineProcess';
import { inWorker } from '../worker';
import type { GraphJob, GraphTimes } from './graphJob';

/** Does a job in a process of its own, which has the engine's environment. @throws Error when that fails. */
export async function timeGraphs(job: GraphJob): Promise<GraphTimes> {
  return await inWorker('timing/graphWorker.ts', job, ENGINE_ENVIRONMENT);
}
