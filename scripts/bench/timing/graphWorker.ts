// A process that times graphs with the options that the engine gives them: gets a GraphJob, answers with GraphTimes.
import { Graph } from '../../../src/engine/graph';
import { loadRuntime } from '../../../src/engine/runtime';
import type { GraphJob, GraphTask } from './graphJob';

/** Short runs are repeated, so that a sample is long enough to be seen. */
const LEAST_MS = 20;
const WARM_UPS = 2;
const LEAST_ROUNDS = 3;

async function time({ threads, tasks, seconds }: GraphJob): Promise<Record<string, number[]>> {
  const runtime = await loadRuntime();
  const loaded = [];
  for (const task of tasks) {
    loaded.push({ task, graph: await Graph.load(runtime, task.file, 'cpu', threads) });
  }
  const times: Record<string, number[]> = Object.fromEntries(tasks.map(({ name }) => [name, []]));
  const until = performance.now() + seconds * 1000;
  for (let round = -WARM_UPS; round < LEAST_ROUNDS || performance.now() < until; round++) {
    for (const { task, graph } of loaded) {
      const sample = await millisecondsPerRun(graph, task);
      if (round >= 0) times[task.name]?.push(sample);
    }
  }
  return times;
}

/** Every feed equally often. */
async function millisecondsPerRun(graph: Graph, { feeds, outputs }: GraphTask): Promise<number> {
  const began = performance.now();
  let runs = 0;
  do {
    for (const inputs of feeds) await graph.run(inputs, outputs);
    runs += feeds.length;
  } while (performance.now() - began < LEAST_MS);
  return (performance.now() - began) / runs;
}

process.once('message', (job: GraphJob) => {
  void time(job).then((times) =>
    process.send?.(times, () => {
      process.disconnect();
    }),
  );
});
