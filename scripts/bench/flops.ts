import type { BundleManifest } from '../../src/core/bundleFormat';
import type { ModuleList } from '../../src/core/module';

/** Rows, inner width and columns of a matrix product. */
export type ProductShape = readonly [rows: number, inner: number, columns: number];

/** A multiply and an add count as two. */
export function productFlops([rows, inner, columns]: ProductShape): number {
  return 2 * rows * inner * columns;
}

export type ModelShape = Pick<BundleManifest, 'dimensions' | 'modules' | 'vocabulary'>;

/**
 * FLOPs of one predictor under all routes of a module list: what an exact tree needs, and no more. At layer l it has M^l
 * nodes, each with four projections, the scores and the mixture over `columns` columns of context (a predictor's own among
 * them), and the three products of every module's FFN; in further stages of the layer each module's nodes go on apart. At
 * the end every route has a head. Matrix products only; that the
 * graph carries its mask through the score product is its own overhead, and labels cost no products.
 */
export function oracleFlops(model: ModelShape, modules: ModuleList, columns: number): number {
  const { layers, stages, width, heads, keyValueHeads, headWidth } = model.dimensions;
  const ways = modules.length;
  const innerWidths = model.modules
    .filter(({ name }) => modules.includes(name))
    .reduce((sum, { innerWidth }) => sum + innerWidth, 0);
  const attention =
    2 * productFlops([1, width, heads * headWidth]) +
    2 * productFlops([1, width, keyValueHeads * headWidth]) +
    2 * productFlops([1, heads * headWidth, columns]);
  const ffns = 3 * productFlops([1, width, innerWidths]);
  const nodes = (ways ** layers - 1) / (ways - 1);
  const perNode = (1 + (stages - 1) * ways) * attention + stages * ffns;
  return nodes * perNode + ways ** layers * productFlops([1, width, model.vocabulary]);
}
