import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { usableCores } from '../../src/engine/threads';
import { installedPython } from '../ensure';
import { ROOT } from '../paths';
import { notMeasured, value, type Measurement } from './measurement';
import { COLUMNS } from './oracle';
import { median } from './statistics';
import { benchModel, BUNDLE } from './timing/benchModel';
import { cpuBlocks, oracleName, oracleTask } from './timing/oracleTask';
import { timeGraphs } from './timing/timeGraphs';

const SECONDS = 4;
const TARGET = { timesReference: 1 };
const MODULE = 'duo_training.tree_benchmark';

/** The exact oracle against the same tree in PyTorch, for each module list; right after one another. */
export async function* pytorch(): AsyncGenerator<Measurement> {
  const bundle = await benchModel();
  const python = installedPython();
  const threads = usableCores();
  for (const graph of cpuBlocks(bundle)) {
    const name = `exact oracle ${graph.modules.join()} against PyTorch`;
    if (python === undefined) {
      const note = 'PyTorch is not installed here; `npm test` and `npm run miniature` install it.';
      yield notMeasured(name, 'tokens/s', note);
      continue;
    }
    const tasks = [oracleTask(bundle, graph, COLUMNS)];
    const before = await timeGraphs({ threads, tasks, seconds: SECONDS / 2 });
    const tree = await treeTimes(python, [
      ...['--bundle', BUNDLE, '--modules', graph.modules.join()],
      ...['--positions', String(graph.positions), '--columns', String(COLUMNS)],
      ...['--threads', String(threads), '--seconds', String(SECONDS)],
    ]);
    const after = await timeGraphs({ threads, tasks, seconds: SECONDS / 2 });
    const ours = [before, after].flatMap((times) => times[oracleName(graph, COLUMNS)] ?? []);
    const perSecond = (milliseconds: readonly number[]): number =>
      (1000 * graph.positions) / median(milliseconds);
    yield value(name, 'tokens/s', perSecond(ours), {
      reference: {
        name: `the same tree in PyTorch ${tree.torch}`,
        value: perSecond(tree.milliseconds.tree),
      },
      target: TARGET,
    });
  }
}

export interface TreeTimes {
  readonly torch: string;
  /** The GPU's name, or CPU. */
  readonly device: string;
  readonly milliseconds: { readonly tree: readonly number[]; readonly product: readonly number[] };
}

/** `args`: of duo_training.tree_benchmark. @throws Error when it fails. */
export async function treeTimes(python: string, args: readonly string[]): Promise<TreeTimes> {
  const { stdout } = await promisify(execFile)(python, ['-m', MODULE, ...args], {
    cwd: path.join(ROOT, 'models/training'),
  });
  return JSON.parse(stdout) as TreeTimes;
}
