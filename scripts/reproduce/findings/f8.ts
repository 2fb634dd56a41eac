import { meanContrast, sign, type Column, type Estimate } from '../estimate';
import type { MeasuredSet } from '../measuredSet';
import { neededCompute } from '../neededCompute';
import { partsOf } from '../parts';
import { bigLayers, paperRouter } from '../routerLosses';
import { shown } from '../words';
import { finding, type Condition, type Finding } from './finding';

/** Big layers per token: in the first quarter of a document minus in the last. */
export interface F8Numbers {
  readonly set: string;
  readonly router: string | undefined;
  readonly ofRouter: Estimate | undefined;
  /** Of the oracle's needed compute. */
  readonly ofOracle: Estimate;
}

export function f8(sets: readonly MeasuredSet[]): Finding {
  return finding({
    id: 'F8',
    claim:
      'A learned router gives early tokens of a sequence more compute than late ones; the oracle does not.',
    context: 'router: self (its own run); oracle: big',
    conditions: sets.flatMap((set) => conditionsOfF8(numbersOf(set))),
  });
}

function numbersOf(set: MeasuredSet): F8Numbers {
  const quarter = partsOf(set, 4);
  const firstMinusLast = (column: Column): Estimate =>
    meanContrast(
      set.documents,
      column,
      (token) => quarter[token] === 0,
      (token) => quarter[token] === 3,
    );
  const router = paperRouter(set);
  return {
    set: set.name,
    router: router?.info.name,
    ofRouter: router && firstMinusLast(bigLayers(set, router)),
    ofOracle: firstMinusLast(neededCompute(set)),
  };
}

/** The router's difference is surely above zero; the oracle's is not, or is less than half of the router's. */
export function conditionsOfF8({ set, router, ofRouter, ofOracle }: F8Numbers): Condition[] {
  const small = Math.abs(ofOracle.value ?? 0) < Math.max(0, ofRouter?.value ?? 0) / 2;
  return [
    {
      says:
        ofRouter === undefined
          ? `${set}: the bundle has no router of small,big`
          : `${set}: ${router ?? ''} gives the first quarter of a document ${shown(ofRouter)} big layers more than the last`,
      holds: ofRouter === undefined ? null : sign(ofRouter) > 0,
    },
    {
      says: `${set}: the oracle needs ${shown(ofOracle)} big layers more there`,
      holds: ofRouter === undefined ? null : sign(ofOracle) <= 0 || small,
    },
  ];
}
