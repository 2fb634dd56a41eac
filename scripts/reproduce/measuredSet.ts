import { LossTable } from '../../src/core/lossTable';
import type { RouterInfo } from '../../src/core/model';
import { RouteSpace } from '../../src/core/routes';
import type { ModuleList } from '../../src/core/module';
import type { Stretch } from './estimate';
import type { SetName } from './sample';

/** A document's place among the tokens of its set. */
export interface MeasuredDocument extends Stretch {
  readonly name: string;
}

/** A router's own runs over a set: a run of its own for each document. */
export interface MeasuredRouter {
  readonly info: RouterInfo;
  /** [tokens, layers] index into MODULES. */
  readonly modules: Uint8Array;
  /** [tokens] nats in its own run. */
  readonly ownLosses: Float32Array;
}

/** One route for all tokens, in a run of its own. */
export interface FixedRun {
  readonly budget: number;
  readonly route: number;
  /** [tokens] nats, in that run. */
  readonly ownLosses: Float32Array;
}

/** The oracle's own runs over the beginnings of some documents. */
export interface SelfRuns {
  /** Tokens of the set, as in `MeasuredSet`. */
  readonly documents: readonly Stretch[];
  /** By budget: [tokens of the set] nats; NaN outside `documents`. */
  readonly losses: ReadonlyMap<number, Float32Array>;
}

/** All that the engine said about the documents of one set, token after token. */
export interface MeasuredSet {
  readonly name: SetName;
  readonly documents: readonly MeasuredDocument[];
  readonly tokens: number;
  /** [tokens] ids of the model's vocabulary. */
  readonly ids: Int32Array;
  /** UTF-8 bytes of the measured text. */
  readonly bytes: number;
  /** [tokens] 1 for the first visible token of a line. */
  readonly lineInitial: Uint8Array;
  /** small,big in *big* context. */
  readonly table: LossTable;
  /** What the all-big model expects, see `hindsightFree`. */
  readonly expected: LossTable | undefined;
  /** skip,big in *big* context; `undefined` of a bundle without that graph. */
  readonly skipTable: LossTable | undefined;
  /** [tokens] nats, see `leastEntropy`. */
  readonly entropy: Float32Array;
  /** [tokens] nats */
  readonly predictedDifficulty: Float32Array | undefined;
  readonly routers: readonly MeasuredRouter[];
  /** By budget; empty of a bundle without routers, whose runs can be forced. */
  readonly fixed: readonly FixedRun[];
  readonly self: SelfRuns;
}

export const SMALL_BIG: ModuleList = ['small', 'big'];
export const SKIP_BIG: ModuleList = ['skip', 'big'];

/** Position of a token in its document. */
export function positions({ documents, tokens }: MeasuredSet): Int32Array {
  const positions = new Int32Array(tokens);
  for (const { first, end } of documents) {
    for (let token = first; token < end; token++) positions[token] = token - first;
  }
  return positions;
}

export function routerOf(set: MeasuredSet, name: string): MeasuredRouter | undefined {
  return set.routers.find(({ info }) => info.name === name);
}

/** The tables of documents as one. */
export function joinedTable(
  modules: ModuleList,
  layers: number,
  parts: readonly Float32Array[],
): LossTable {
  const space = new RouteSpace(modules, layers);
  const tokens = parts.reduce((sum, { length }) => sum + length, 0) / space.count;
  const table = new LossTable(space, tokens);
  let first = 0;
  for (const part of parts) {
    table.setRows(first, part);
    first += part.length / space.count;
  }
  return table;
}

/** `undefined` when one is missing. */
export function joinedIfAll(
  parts: readonly (Float32Array | undefined)[],
): Float32Array | undefined {
  const present = parts.filter((part) => part !== undefined);
  return present.length === parts.length ? joinedFloats(present) : undefined;
}

export function joinedFloats(parts: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
