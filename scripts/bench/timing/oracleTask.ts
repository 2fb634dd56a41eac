import { modelInfo, type OracleGraph } from '../../../src/core/bundleFormat';
import { LABELS } from '../../../src/core/hindsight';
import { blockGraph } from '../../../src/engine/analysisPlan';
import type { Bundle } from '../../../src/engine/bundle';
import { integers } from '../../../src/engine/graph';
import { oracleInputs } from '../../../src/engine/oracleInputs';
import { crewFor, usableCores, type CrewSize } from '../../../src/engine/threads';
import { madeUpContext, madeUpIds } from './benchModel';
import type { GraphTask } from './graphJob';

/**
 * The last block of predictors that sees `columns` columns, with as many labels as the engine draws, in as many sessions as
 * the engine has here.
 */
export function oracleTask(
  bundle: Bundle,
  graph: OracleGraph,
  columns: number,
  { sessions }: Pick<CrewSize, 'sessions'> = crewFor('cpu', usableCores()),
): GraphTask {
  const { positions } = graph;
  const first = columns - 1 - positions;
  const ids = madeUpIds(bundle, columns);
  const inputs = oracleInputs(ids, first, positions, madeUpContext(bundle, columns));
  const labels = integers(new Int32Array(positions * LABELS).fill(1), positions, LABELS);
  return {
    name: oracleName(graph, columns),
    file: bundle.path(graph.file),
    feeds: [{ ...inputs, labels }],
    outputs: ['losses', 'label_losses'],
    sessions,
  };
}

export function oracleName({ modules, positions }: OracleGraph, columns: number): string {
  return `oracle ${modules.join()}, ${positions} at once, ${columns} columns`;
}

/** For each module list the graph that the CPU takes for blocks. */
export function cpuBlocks({ manifest, sha256 }: Bundle): OracleGraph[] {
  const { oracles } = manifest.graphs;
  const { exactLists } = modelInfo(manifest, sha256);
  return exactLists.flatMap((modules) => blockGraph(oracles, modules, 'cpu') ?? []);
}
