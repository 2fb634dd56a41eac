import { usableCores } from '../../src/engine/threads';
import { value, type Measurement } from './measurement';
import { benchModel } from './timing/benchModel';
import { cpuBlocks, oracleTask } from './timing/oracleTask';
import { productName, productTask, REFERENCE_SHAPE } from './timing/productTask';
import { oracleRate } from './timing/rates';
import { timeGraphs } from './timing/timeGraphs';

/** Half a context, and a predictor's own: what a token of a long text sees at least. */
export const COLUMNS = 257;
const SECONDS = 5;
const TARGET = { timesReference: 0.85 };

/** The exact losses of all routes, against the machine's matrix products, for each module list. */
export async function* oracle(): AsyncGenerator<Measurement> {
  const bundle = await benchModel();
  const threads = usableCores();
  for (const graph of cpuBlocks(bundle)) {
    const tasks = [productTask(REFERENCE_SHAPE), oracleTask(bundle, graph, COLUMNS)];
    const times = await timeGraphs({ threads, tasks, seconds: SECONDS });
    const rate = oracleRate(bundle, graph, COLUMNS, times);
    yield value(`exact oracle ${graph.modules.join()}`, 'GF/s', rate.gigaflops, {
      reference: { name: productName(REFERENCE_SHAPE), value: rate.product },
      ratio: rate.share,
      target: TARGET,
      note: `${rate.tokensPerSecond.toFixed(0)} tokens/s`,
    });
  }
}
