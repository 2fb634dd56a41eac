import { usableCores } from '../../src/engine/threads';
import { productFlops, type ProductShape } from './flops';
import { sampled, type Measurement } from './measurement';
import { median } from './statistics';
import { benchModel } from './timing/benchModel';
import { productName, productTask, REFERENCE_SHAPE } from './timing/productTask';
import { gigaflops } from './timing/rates';
import { timeGraphs } from './timing/timeGraphs';

const SECONDS = 6;

/** The machine's matrix products in the shapes of the model's own layers and head, beside the shape that it is judged by. */
export async function* products(): AsyncGenerator<Measurement> {
  const { manifest } = await benchModel();
  const { width } = manifest.dimensions;
  const widest = Math.max(...manifest.modules.map(({ innerWidth }) => innerWidth));
  const shapes: readonly ProductShape[] = [
    REFERENCE_SHAPE,
    [2048, width, widest],
    [2048, widest, width],
    [2048, width, width],
    [2048, width, manifest.vocabulary],
    [128, width, manifest.vocabulary],
  ];
  const threads = usableCores();
  const times = await timeGraphs({ threads, tasks: shapes.map(productTask), seconds: SECONDS });
  const rates = shapes.map((shape) => {
    const milliseconds = times[productName(shape)] ?? [];
    return {
      name: productName(shape),
      samples: milliseconds.map((time) => gigaflops(productFlops(shape), time)),
    };
  });
  const [first, ...others] = rates;
  if (first === undefined) return;
  const best = Math.max(...first.samples);
  yield sampled(first.name, 'GF/s', first.samples, {
    reference: { name: 'its best round', value: best },
  });
  const reference = { name: first.name, value: median(first.samples) };
  for (const { name, samples } of others) yield sampled(name, 'GF/s', samples, { reference });
}
