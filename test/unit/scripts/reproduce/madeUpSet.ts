import type { ModelInfo, RouterInfo } from '../../../../src/core/model';
import type { Measured } from '../../../../scripts/reproduce/measured';
import {
  joinedTable,
  SMALL_BIG,
  type MeasuredRouter,
  type MeasuredSet,
} from '../../../../scripts/reproduce/measuredSet';
import { QUICK } from '../../../../scripts/reproduce/sample';

const DOCUMENTS = 10;
const TOKENS = 4;
export const ALL_TOKENS = DOCUMENTS * TOKENS;

/** Rows of a table of two layers: routes ss, Bs, sB, BB. */
export type RowsOf = (token: number) => readonly [number, number, number, number];

/** Ten documents of four tokens. Without `expected` the bundle draws no labels. */
export function madeUpSet(
  rows: RowsOf,
  expected?: RowsOf,
  routers: readonly MeasuredRouter[] = [],
): MeasuredSet {
  const tokens = Array.from({ length: ALL_TOKENS }, (_, token) => token);
  const tableOf = (of: RowsOf): MeasuredSet['table'] =>
    joinedTable(SMALL_BIG, 2, [Float32Array.from(tokens.flatMap((token) => [...of(token)]))]);
  const column = (value: number): Float32Array => new Float32Array(ALL_TOKENS).fill(value);
  return {
    name: 'prose',
    documents: Array.from({ length: DOCUMENTS }, (_, at) => ({
      name: `document ${at}`,
      first: at * TOKENS,
      end: (at + 1) * TOKENS,
    })),
    tokens: ALL_TOKENS,
    ids: Int32Array.from(tokens),
    bytes: 3 * ALL_TOKENS,
    lineInitial: new Uint8Array(ALL_TOKENS),
    table: tableOf(rows),
    expected: expected && tableOf(expected),
    skipTable: undefined,
    entropy: Float32Array.from(tokens),
    predictedDifficulty: undefined,
    routers,
    fixed: [
      { budget: 0, route: 0, ownLosses: column(5) },
      { budget: 1, route: 1, ownLosses: column(3) },
      { budget: 2, route: 3, ownLosses: column(4) },
    ],
    self: { documents: [{ first: 0, end: 2 }], losses: new Map([[1, column(2.5)]]) },
  };
}

/** A router that takes big at the lower layer for every token. */
export function lowRouter(name: string, ownLoss: number): MeasuredRouter {
  const info: RouterInfo = { name, budget: 1, modules: SMALL_BIG };
  return {
    info,
    modules: Uint8Array.from({ length: 2 * ALL_TOKENS }, (_, at) => (at % 2 === 0 ? 2 : 1)),
    ownLosses: new Float32Array(ALL_TOKENS).fill(ownLoss),
  };
}

export function measuredOf(set: MeasuredSet, others: Measured['others'] = []): Measured {
  const model: ModelInfo = {
    name: 'made-up',
    licence: 'MIT',
    sha256: 'f'.repeat(64),
    layers: 2,
    contextLength: 8,
    vocabularySize: 100,
    modules: [],
    moduleLists: [SMALL_BIG],
    exactLists: [SMALL_BIG],
    hasRoutesGraph: false,
    routers: set.routers.map(({ info }) => info),
    flops: { attention: 1, head: 1 },
  };
  return { model, sample: 'a'.repeat(64), extent: QUICK, sets: [set], others };
}
