// A thread of the engine: loads one graph and runs it. onnxruntime blocks the thread that it runs in, this one.
import { parentPort } from 'node:worker_threads';
import { RpcServer } from '../protocol/rpcServer';
import { collectGarbage, WORTH_COLLECTING } from './collectGarbage';
import { endWithParent } from './endWithParent';
import { Graph, type Inputs } from './graph';
import type { GraphWorkerApi } from './graphWorkerApi';
import { loadRuntime } from './runtime';
import { threadPort } from './threadPort';

if (parentPort === null) throw new Error('This file is the entry of a worker thread.');

endWithParent();

let graph: Graph | undefined;
let inputs: Inputs = {};

/** Whether arrays of megabytes took the place of others, which are garbage now. */
function holdsMuch(changed: Inputs): boolean {
  return Object.values(changed).some(({ data }) => data.byteLength > WORTH_COLLECTING);
}

async function release(): Promise<void> {
  await graph?.release();
  graph = undefined;
  inputs = {};
}

new RpcServer<GraphWorkerApi>(
  threadPort(parentPort),
  {
    load: async ({ file, options }) => {
      await release();
      graph = await Graph.load(await loadRuntime(), file, options);
      return { inputs: graph.inputs };
    },
    run: async ({ inputs: changed, outputs }) => {
      if (graph === undefined) throw new Error('No graph is loaded.');
      inputs = { ...inputs, ...changed };
      const data = await graph.data(inputs, outputs);
      // When the reply is out: nobody should wait for it.
      if (holdsMuch(changed)) setImmediate(collectGarbage);
      return data;
    },
    release: async () => {
      await release();
      return null;
    },
  },
  (line) => {
    console.error(line);
  },
);
