// A process that times graphs with the options that the engine gives them: gets a GraphJob, answers with GraphTimes.
import path from 'node:path';
import { Graph, type RunnableGraph } from '../../../src/engine/graph';
import { GraphCrew } from '../../../src/engine/graphCrew';
import { loadRuntime } from '../../../src/engine/runtime';
import type { Provider } from '../../../src/protocol/engineApi';
import { ROOT } from '../../paths';
import type { GraphJob, GraphTask } from './graphJob';

/** Short runs are repeated, so that a sample is long enough to be seen. */
const LEAST_MS = 20;
const WARM_UPS = 2;
const LEAST_ROUNDS = 3;
/** Of each session, where several run at once: they end at different times. */
const RUNS_OF_SESSION = 4;

async function time({
  provider = 'cpu',
  threads,
  tasks,
  seconds,
}: GraphJob): Promise<Record<string, number[]>> {
  const loaded = [];
  for (const task of tasks) loaded.push({ task, graph: await load(task, provider, threads) });
  const times: Record<string, number[]> = Object.fromEntries(tasks.map(({ name }) => [name, []]));
  const until = performance.now() + seconds * 1000;
  for (let round = -WARM_UPS; round < LEAST_ROUNDS || performance.now() < until; round++) {
    for (const { task, graph } of loaded) {
      const sample = await millisecondsPerRun(graph, task);
      if (round >= 0) times[task.name]?.push(sample);
    }
  }
  for (const { graph } of loaded) if (graph instanceof GraphCrew) await graph.end();
  return times;
}

async function load(
  { file, sessions }: GraphTask,
  provider: Provider,
  threads: number,
): Promise<RunnableGraph> {
  const share = Math.floor(threads / sessions);
  const options = { provider, threads: share, keepsMemory: true };
  if (sessions === 1) return await Graph.load(await loadRuntime(), file, options);
  const crew = new GraphCrew(path.join(ROOT, 'dist/graphWorker.js'), sessions);
  await crew.load(file, options);
  return crew;
}

/** Every feed equally often. */
async function millisecondsPerRun(graph: RunnableGraph, task: GraphTask): Promise<number> {
  const { feeds, outputs, sessions } = task;
  const atOnce = sessions === 1 ? 1 : sessions * RUNS_OF_SESSION;
  const began = performance.now();
  let runs = 0;
  do {
    for (const inputs of feeds) {
      await Promise.all(Array.from({ length: atOnce }, () => graph.run(inputs, outputs)));
    }
    runs += feeds.length * atOnce;
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
