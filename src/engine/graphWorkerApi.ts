import type { GraphOptions, Inputs } from './graph';
import type { OutputData } from './outputs';

/** What a thread that runs a graph is asked. */
export interface GraphWorkerApi {
  /** Replaces the graph that was loaded. Fails with 'provider'. */
  load: {
    request: { readonly file: string; readonly options: GraphOptions };
    reply: { readonly inputs: readonly string[] };
    event: never;
  };
  /** `inputs`: those that differ from the last run's. Fails with 'provider'. */
  run: {
    request: { readonly inputs: Inputs; readonly outputs: readonly string[] };
    reply: OutputData;
    event: never;
  };
  release: { request: null; reply: null; event: never };
}
