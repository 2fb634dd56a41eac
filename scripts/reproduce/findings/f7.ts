import { mean, sign, type Column, type Estimate } from '../estimate';
import { oracleTakesBig } from '../layerShares';
import { paperBudgets } from '../measured';
import type { MeasuredSet } from '../measuredSet';
import { skipRouter, takesBig } from '../routerLosses';
import { fixedDigits, shown } from '../words';
import { finding, type Condition, type Finding } from './finding';

export interface F7Numbers {
  readonly set: string;
  readonly budget: number;
  /** By layer: the share of tokens for which the oracle skips it; `undefined` without that table. */
  readonly oracleSkips: readonly number[] | undefined;
  readonly router: string | undefined;
  /** Share of skipped layers in the upper half of the stack minus that in the lower half. */
  readonly routerUpperMinusLower: Estimate | undefined;
}

/** Differences between layers that count. */
const CONSISTENT = 0.2;
const OUT_OF_ORDER = 0.05;

export function f7(sets: readonly MeasuredSet[]): Finding {
  return finding({
    id: 'F7',
    claim:
      'Choosing between big and skip, the oracle skips some layers consistently, in no early-exit order; the learned router skips late layers.',
    context: 'oracle: big; router: self (its own run)',
    conditions: sets.flatMap((set) => conditionsOfF7(numbersOf(set))),
  });
}

function numbersOf(set: MeasuredSet): F7Numbers {
  const { layers } = set.table.space;
  const { half } = paperBudgets(layers);
  const { skipTable } = set;
  const router = skipRouter(set);
  const all = Array.from({ length: layers }, (_, layer) => layer);
  return {
    set: set.name,
    budget: half,
    oracleSkips:
      skipTable &&
      all.map((layer) => {
        return (
          1 - (mean(set.documents, oracleTakesBig(skipTable, half, layer)).value ?? Number.NaN)
        );
      }),
    router: router?.info.name,
    routerUpperMinusLower:
      router &&
      mean(set.documents, upperMinusLower(all.map((layer) => takesBig(set, router, layer)))),
  };
}

/** Skipped: what does not take big. */
function upperMinusLower(takes: readonly Column[]): Column {
  const half = takes.length / 2;
  const skips = (columns: readonly Column[], token: number): number =>
    columns.reduce((sum, column) => sum + 1 - column(token), 0) / columns.length;
  return (token) =>
    skips(takes.slice(Math.ceil(half)), token) - skips(takes.slice(0, Math.floor(half)), token);
}

/**
 * The oracle's most and least skipped layers differ by `CONSISTENT` or more; some layer is skipped more than one above it, by
 * `OUT_OF_ORDER` or more; the router surely skips more in the upper half.
 */
export function conditionsOfF7(numbers: F7Numbers): Condition[] {
  const { set, budget, oracleSkips, router, routerUpperMinusLower } = numbers;
  const listed = oracleSkips?.map((share) => fixedDigits(share, 2)).join(', ');
  const spread = oracleSkips && Math.max(...oracleSkips) - Math.min(...oracleSkips);
  return [
    {
      says:
        listed === undefined
          ? `${set}: the bundle has no skip,big graph`
          : `${set}: the oracle of ${budget} big layers skips, from the lowest layer up, ${listed} of the tokens`,
      holds: spread === undefined ? null : spread >= CONSISTENT,
    },
    {
      says: `${set}: they are in no early-exit order`,
      holds: oracleSkips === undefined ? null : descends(oracleSkips),
    },
    {
      says:
        routerUpperMinusLower === undefined
          ? `${set}: the bundle has no router that skips`
          : `${set}: ${router ?? ''} skips ${shown(routerUpperMinusLower)} more of the upper half than of the lower`,
      holds: routerUpperMinusLower === undefined ? null : sign(routerUpperMinusLower) > 0,
    },
  ];
}

/** Some layer is skipped more than a layer above it. */
function descends(shares: readonly number[]): boolean {
  return shares.some((share, layer) =>
    shares.slice(layer + 1).some((above) => share - above >= OUT_OF_ORDER),
  );
}
