import assert from 'node:assert/strict';
import type { Estimate } from '../../../../scripts/reproduce/estimate';
import { conditionsOfF1 } from '../../../../scripts/reproduce/findings/f1';
import { conditionsOfF2 } from '../../../../scripts/reproduce/findings/f2';
import { conditionsOfF3 } from '../../../../scripts/reproduce/findings/f3';
import { conditionsOfF4 } from '../../../../scripts/reproduce/findings/f4';
import { conditionsOfF5 } from '../../../../scripts/reproduce/findings/f5';
import { conditionsOfF6 } from '../../../../scripts/reproduce/findings/f6';
import { conditionsOfF7 } from '../../../../scripts/reproduce/findings/f7';
import { conditionsOfF8 } from '../../../../scripts/reproduce/findings/f8';
import {
  verdictOf,
  type Condition,
  type Verdict,
} from '../../../../scripts/reproduce/findings/finding';

const surely = (value: number): Estimate => ({ value, interval: [value - 0.01, value + 0.01] });
const perhaps = (value: number): Estimate => ({ value, interval: [value - 1, value + 1] });

function verdict(expected: Verdict, ...conditions: readonly Condition[][]): void {
  assert.equal(verdictOf(conditions.flat()), expected);
}

const condition = (holds: boolean | null): Condition => ({ says: 'so', holds });

describe('the verdict on a finding', () => {
  it('is reproduced when all conditions hold', () => {
    verdict('reproduced', [condition(true), condition(true)]);
  });
  it('is not reproduced when none that was measured does', () => {
    verdict('not reproduced', [condition(false), condition(null)]);
  });
  it('is partly when some do, or some could not be measured', () => {
    verdict('partly', [condition(true), condition(false)]);
    verdict('partly', [condition(true), condition(null)]);
  });
  it('is not measured without a measurement', () => {
    verdict('not measured', []);
    verdict('not measured', [condition(null)]);
  });
});

describe('F1: one big layer beats all', () => {
  const of = (oneMinusAll: Estimate): Condition[] => conditionsOfF1({ set: 'prose', oneMinusAll });
  it('needs a difference surely below zero, in every set', () => {
    verdict('reproduced', of(surely(-0.1)), of(surely(-0.2)));
    verdict('partly', of(surely(-0.1)), of(perhaps(-0.1)));
    verdict('not reproduced', of(surely(0.1)), of(perhaps(-0.1)));
  });
  it('goes by the number where there is no interval', () => {
    verdict('reproduced', of({ value: -0.1, interval: null }));
  });
  it('says the number and its interval', () => {
    assert.match(of(surely(-0.1))[0]?.says ?? '', /−0\.100 \[−0\.110, −0\.090\]/);
  });
});

describe('F2: lowest at half', () => {
  const of = (best: number, fall: Estimate, rise: Estimate): Condition[] =>
    conditionsOfF2({ set: 'code', layers: 8, best, fall, rise });
  it('needs the lowest point near half and both sides higher', () => {
    verdict('reproduced', of(4, surely(0.2), surely(0.3)));
    verdict('reproduced', of(5, surely(0.2), surely(0.3)));
    verdict('partly', of(7, surely(0.2), surely(0.3)));
    verdict('partly', of(4, surely(0.2), perhaps(0.3)));
    verdict('not reproduced', of(8, surely(0.2), surely(0)));
  });
});

describe('F3: late, even, early', () => {
  const of = (low: number, half: number, high: number): Condition[] =>
    conditionsOfF3({
      set: 'prose',
      budgets: { low: 3, half: 4, high: 5 },
      low: surely(low),
      half: surely(half),
      high: surely(high),
    });
  it('needs the lean to fall from above zero to below', () => {
    verdict('reproduced', of(0.2, 0.02, -0.2));
    verdict('partly', of(0.3, 0.2, 0.1));
    verdict('not reproduced', of(-0.2, 0.2, 0.2));
  });
});

describe('F4: router far from the oracle, near fixed and random', () => {
  const of = (toOracle: number, toFixed: number, toRandom: number): Condition[] =>
    conditionsOfF4({
      set: 'prose',
      router: 'learned-4',
      budget: 4,
      bigLayers: 4.02,
      routerMinusOracle: surely(toOracle),
      routerMinusFixed: surely(toFixed),
      routerMinusRandom: toRandom,
      advantage: 0.4,
    });
  it('measures near and far in parts of the oracle’s advantage', () => {
    verdict('reproduced', of(0.41, 0.01, -0.02));
    verdict('partly', of(0.1, 0.01, 0.2));
    verdict('not reproduced', of(0.1, -0.3, -0.3));
  });
});

describe('F5: constant beats ramps', () => {
  const of = (down: Estimate, up: Estimate): Condition[] =>
    conditionsOfF5({
      set: 'code',
      constant: 'constant 4',
      ramps: [
        { name: '6 to 2', difference: down },
        { name: '2 to 6', difference: up },
      ],
    });
  it('needs both differences surely below zero', () => {
    verdict('reproduced', of(surely(-0.05), surely(-0.05)));
    verdict('partly', of(surely(-0.05), perhaps(-0.05)));
    verdict('not reproduced', of(surely(0.05), perhaps(0)));
  });
});

describe('F6: difficulty is relative', () => {
  const of = (overlap: number, lineInitial?: Estimate): Condition[] =>
    conditionsOfF6({ set: 'code', overlap: surely(overlap), lineInitial });
  it('needs rankings that differ, and in code first tokens of lines higher by loss', () => {
    verdict('reproduced', of(0.3), of(0.4, surely(0.1)));
    verdict('partly', of(0.3), of(0.4, perhaps(0.1)));
    verdict('not reproduced', of(0.9), of(0.8, surely(-0.1)));
  });
});

describe('F7: what is skipped', () => {
  const of = (
    oracleSkips: readonly number[] | undefined,
    routerUpperMinusLower: Estimate | undefined,
  ): Condition[] =>
    conditionsOfF7({
      set: 'prose',
      budget: 2,
      oracleSkips,
      router: 'learned-2-skip',
      routerUpperMinusLower,
    });
  it('needs consistent layers out of order, and a router that skips late', () => {
    verdict('reproduced', of([0.2, 0.8, 0.3, 0.7], surely(0.3)));
    // An early-exit order.
    verdict('partly', of([0.2, 0.4, 0.6, 0.8], surely(0.3)));
    verdict('not reproduced', of([0.5, 0.5, 0.5, 0.5], surely(-0.3)));
  });
  it('is partly without the router, and not measured without both', () => {
    verdict('partly', of([0.2, 0.8, 0.3, 0.7], undefined));
    verdict('not measured', of(undefined, undefined));
  });
});

describe('F8: compute along the sequence', () => {
  const of = (ofRouter: Estimate | undefined, ofOracle: Estimate): Condition[] =>
    conditionsOfF8({ set: 'prose', router: 'learned-4', ofRouter, ofOracle });
  it('needs a router that gives less and an oracle that does not', () => {
    verdict('reproduced', of(surely(0.6), perhaps(0)));
    verdict('reproduced', of(surely(0.6), surely(0.1)));
    verdict('partly', of(surely(0.6), surely(0.5)));
    verdict('not reproduced', of(surely(-0.6), surely(0.5)));
  });
  it('is not measured without a router', () => {
    verdict('not measured', of(undefined, surely(0.5)));
  });
});
