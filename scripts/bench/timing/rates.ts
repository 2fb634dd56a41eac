import type { OracleGraph } from '../../../src/core/bundleFormat';
import type { Bundle } from '../../../src/engine/bundle';
import { oracleFlops, productFlops } from '../flops';
import { median, medianRatio } from '../statistics';
import type { GraphTimes } from './graphJob';
import { oracleName } from './oracleTask';
import { productName, REFERENCE_SHAPE } from './productTask';

const FLOPS_PER_MS_OF_GIGAFLOPS = 1e6;

/** GF/s of a number of FLOPs in some milliseconds. */
export function gigaflops(flops: number, milliseconds: number): number {
  return flops / milliseconds / FLOPS_PER_MS_OF_GIGAFLOPS;
}

/** How fast an oracle graph was, beside the matrix product that it took turns with. */
export interface OracleRate {
  readonly gigaflops: number;
  readonly tokensPerSecond: number;
  readonly product: number;
  /** Of the product's GF/s: the median over rounds. */
  readonly share: number;
}

/** From the times of a job with the oracle's task and the reference product's. */
export function oracleRate(
  { manifest }: Bundle,
  graph: OracleGraph,
  columns: number,
  times: GraphTimes,
): OracleRate {
  const oracle = times[oracleName(graph, columns)] ?? [];
  const product = times[productName(REFERENCE_SHAPE)] ?? [];
  const flops = graph.positions * oracleFlops(manifest, graph.modules, columns);
  const rate = gigaflops(flops, median(oracle));
  const productRates = product.map((time) => gigaflops(productFlops(REFERENCE_SHAPE), time));
  const oracleRates = oracle.map((time) => gigaflops(flops, time));
  return {
    gigaflops: rate,
    tokensPerSecond: (1000 * graph.positions) / median(oracle),
    product: median(productRates),
    share: medianRatio(oracleRates, productRates),
  };
}
