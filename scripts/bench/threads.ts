import { usableCores } from '../../src/engine/threads';
import { value, type Measurement } from './measurement';
import { COLUMNS } from './oracle';
import { benchModel } from './timing/benchModel';
import { largestBlocks, oracleTask } from './timing/oracleTask';
import { productName, productTask, REFERENCE_SHAPE } from './timing/productTask';
import { oracleRate } from './timing/rates';
import { timeGraphs } from './timing/timeGraphs';

const SECONDS = 4;

/** The same blocks on one thread, on more, and in several processes with one each. */
export async function* threads(): AsyncGenerator<Measurement> {
  const bundle = await benchModel();
  const [graph] = largestBlocks(bundle);
  if (graph === undefined) return;
  const cores = usableCores();
  const counts = Array.from({ length: cores }, (_, n) => n + 1).filter(
    (count) => count === cores || Number.isInteger(Math.log2(count)),
  );
  const cases = [
    ...counts.map((count) => ({ processes: 1, threads: count })),
    ...(cores > 1 ? [{ processes: cores, threads: 1 }] : []),
  ];
  const tasks = [productTask(REFERENCE_SHAPE), oracleTask(bundle, graph, COLUMNS)];
  for (const { processes, threads: count } of cases) {
    const job = { threads: count, tasks, seconds: SECONDS };
    const times = await Promise.all(Array.from({ length: processes }, () => timeGraphs(job)));
    const rates = times.map((one) => oracleRate(bundle, graph, COLUMNS, one));
    const sum = (of: 'gigaflops' | 'product' | 'tokensPerSecond'): number =>
      rates.reduce((total, rate) => total + rate[of], 0);
    const name = `${graph.modules.join()}, processes x threads: ${processes} x ${count}`;
    yield value(name, 'GF/s', sum('gigaflops'), {
      reference: { name: `as many ${productName(REFERENCE_SHAPE)}`, value: sum('product') },
      note: `${sum('tokensPerSecond').toFixed(0)} tokens/s`,
    });
  }
}
