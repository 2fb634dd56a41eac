import { usableCores } from '../../src/engine/threads';
import { value, type Measurement } from './measurement';
import { COLUMNS } from './oracle';
import { benchModel } from './timing/benchModel';
import { cpuBlocks, oracleTask } from './timing/oracleTask';
import { productName, productTask, REFERENCE_SHAPE } from './timing/productTask';
import { oracleRate } from './timing/rates';
import { timeGraphs } from './timing/timeGraphs';

const SECONDS = 4;

/** The same blocks in one session with one thread, with more, and in several sessions with one each. */
export async function* threads(): AsyncGenerator<Measurement> {
  const bundle = await benchModel();
  const [graph] = cpuBlocks(bundle);
  if (graph === undefined) return;
  const cores = usableCores();
  const counts = Array.from({ length: cores }, (_, n) => n + 1).filter(
    (count) => count === cores || Number.isInteger(Math.log2(count)),
  );
  const crews = [
    ...counts.map((count) => ({ sessions: 1, threads: count })),
    ...(cores > 1 ? [{ sessions: cores, threads: 1 }] : []),
  ];
  for (const crew of crews) {
    const total = crew.sessions * crew.threads;
    const tasks = [productTask(REFERENCE_SHAPE), oracleTask(bundle, graph, COLUMNS, crew)];
    const times = await timeGraphs({ threads: total, tasks, seconds: SECONDS });
    const rate = oracleRate(bundle, graph, COLUMNS, times);
    const name = `${graph.modules.join()}, sessions x threads: ${crew.sessions} x ${crew.threads}`;
    yield value(name, 'GF/s', rate.gigaflops, {
      reference: {
        name: `${productName(REFERENCE_SHAPE)} on as many threads`,
        value: rate.product,
      },
      ratio: rate.share,
      note: `${rate.tokensPerSecond.toFixed(0)} tokens/s`,
    });
  }
}
