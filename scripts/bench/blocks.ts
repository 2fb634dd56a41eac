import { usableCores } from '../../src/engine/threads';
import { value, type Measurement } from './measurement';
import { COLUMNS } from './oracle';
import { benchModel } from './timing/benchModel';
import { oracleTask } from './timing/oracleTask';
import { productName, productTask, REFERENCE_SHAPE } from './timing/productTask';
import { oracleRate } from './timing/rates';
import { timeGraphs } from './timing/timeGraphs';

const CONTEXTS = [65, COLUMNS, 513];
const SECONDS = 8;

/** What the size of a block and the length of the context do to the rate of the first module list. */
export async function* blocks(): AsyncGenerator<Measurement> {
  const bundle = await benchModel();
  const { oracles } = bundle.manifest.graphs;
  const list = oracles[0]?.modules.join();
  const cases = oracles
    .filter(({ modules, device }) => device === undefined && modules.join() === list)
    .flatMap((graph) => CONTEXTS.map((columns) => ({ graph, columns })));
  const times = await timeGraphs({
    threads: usableCores(),
    seconds: SECONDS,
    tasks: [
      productTask(REFERENCE_SHAPE),
      ...cases.map(({ graph, columns }) => oracleTask(bundle, graph, columns)),
    ],
  });
  for (const { graph, columns } of cases) {
    const rate = oracleRate(bundle, graph, columns, times);
    const name = `${graph.modules.join()}, ${graph.positions} positions, ${columns} columns`;
    yield value(name, 'GF/s', rate.gigaflops, {
      reference: { name: productName(REFERENCE_SHAPE), value: rate.product },
      ratio: rate.share,
      note: `${rate.tokensPerSecond.toFixed(0)} tokens/s`,
    });
  }
}
