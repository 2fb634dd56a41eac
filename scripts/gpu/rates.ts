import { usableCores } from '../../src/engine/threads';
import { Bundle } from '../../src/engine/bundle';
import type { Provider } from '../../src/protocol/engineApi';
import { COLUMNS } from '../bench/oracle';
import { notMeasured, value, type Measurement } from '../bench/measurement';
import { treeTimes } from '../bench/pytorch';
import { median } from '../bench/statistics';
import { gigaflops, oracleRate } from '../bench/timing/rates';
import { oracleTask } from '../bench/timing/oracleTask';
import { productName, productTask, REFERENCE_SHAPE } from '../bench/timing/productTask';
import { timeGraphs } from '../bench/timing/timeGraphs';
import { oracleFlops, productFlops } from '../bench/flops';
import { installedPython } from '../ensure';

const SECONDS = 5;

/** How fast a provider is at the exact oracle of small,big, for every size of a bundle's blocks for GPUs. */
export async function* providerRates(
  folder: string,
  provider: Provider,
  cpuTokensPerSecond: number,
): AsyncGenerator<Measurement> {
  const bundle = await Bundle.read(folder);
  const graphs = bundle.manifest.graphs.oracles.filter(
    ({ modules, device }) => modules.join() === 'small,big' && device === 'gpu',
  );
  for (const graph of graphs) {
    const { positions } = graph;
    const tasks = [
      productTask(REFERENCE_SHAPE),
      oracleTask(bundle, graph, COLUMNS, { sessions: 1 }),
    ];
    const job = { provider, threads: usableCores(), tasks, seconds: SECONDS };
    const rate = oracleRate(bundle, graph, COLUMNS, await timeGraphs(job));
    const name = `${provider}, small,big, ${String(positions)} positions a block`;
    yield value(name, 'tokens/s', rate.tokensPerSecond, {
      reference: { name: 'the CPU', value: cpuTokensPerSecond },
    });
    yield value(name, 'GF/s', rate.gigaflops, {
      reference: { name: `${productName(REFERENCE_SHAPE)} in onnxruntime`, value: rate.product },
      ratio: rate.share,
      note: 'the product copies its inputs to the GPU each time',
    });
    if (provider === 'cuda') yield* againstPyTorch(bundle, positions, name, rate);
  }
}

/** The same tree, and a product that stays on the GPU. */
async function* againstPyTorch(
  bundle: Bundle,
  positions: number,
  name: string,
  rate: { readonly tokensPerSecond: number; readonly gigaflops: number },
): AsyncGenerator<Measurement> {
  const python = installedPython();
  try {
    if (python === undefined) throw new Error('PyTorch is not installed here');
    const { torch, device, milliseconds } = await treeTimes(python, [
      ...['--bundle', bundle.folder, '--modules', 'small,big', '--device', 'cuda'],
      ...['--positions', String(positions), '--columns', String(COLUMNS)],
      ...['--threads', String(usableCores()), '--seconds', String(SECONDS)],
    ]);
    const flops = positions * oracleFlops(bundle.manifest, ['small', 'big'], COLUMNS);
    yield value(name, 'tokens/s', rate.tokensPerSecond, {
      reference: {
        name: `the same tree in PyTorch ${torch} on ${device}`,
        value: (1000 * positions) / median(milliseconds.tree),
      },
      target: { timesReference: 1 },
      note: `PyTorch: ${gigaflops(flops, median(milliseconds.tree)).toFixed(0)} GF/s`,
    });
    yield value(name, 'GF/s', rate.gigaflops, {
      reference: {
        name: `${productName(REFERENCE_SHAPE)} in PyTorch`,
        value: gigaflops(productFlops(REFERENCE_SHAPE), median(milliseconds.product)),
      },
    });
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    yield notMeasured(`${name} against PyTorch`, 'tokens/s', `It could not be run: ${reason}.`);
  }
}
