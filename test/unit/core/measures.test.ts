import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LossTable } from '../../../src/core/lossTable';
import {
  difficultyOf,
  kindOf,
  lossesOf,
  neededBudget,
  regretOf,
  routerLosses,
  shortfallOf,
  surpriseRoute,
} from '../../../src/core/measures';
import { anyLayers, oracleByBudget, oracleUnder, unconstrained } from '../../../src/core/oracle';
import { RouteSpace } from '../../../src/core/routes';
import { bestRoute, bigOf, cases, rowOf } from './naive';

describe('surprise', () => {
  it('is the loss with all layers small, or with all skipped when there is no small', () => {
    assert.equal(surpriseRoute(new RouteSpace(['small', 'big'], 3)), 0);
    assert.equal(surpriseRoute(new RouteSpace(['skip', 'big'], 3)), 0);
    assert.equal(surpriseRoute(new RouteSpace(['skip', 'small', 'big'], 3)), 1 + 3 + 9);
  });
});

describe('difficulty', () => {
  it('is what the best of all routes wins over the surprise, and never negative', () => {
    fc.assert(
      fc.property(cases, ({ table, routes }) => {
        const route = surpriseRoute(table.space);
        const difficulty = difficultyOf(table, lossesOf(table, route));
        for (let token = 0; token < table.tokens; token++) {
          const best = bestRoute(
            rowOf(table, token),
            routes,
            unconstrained(table.space.layers),
          ).loss;
          assert.equal(difficulty[token], table.loss(token, route) - best);
          assert.ok(!((difficulty[token] ?? 0) < 0));
        }
      }),
    );
  });
});

describe('shortfall', () => {
  it('is what the best route under a constraint loses to the best of all', () => {
    fc.assert(
      fc.property(cases, ({ table, constraint, routes }) => {
        const shortfall = shortfallOf(table, oracleUnder(table, constraint).losses);
        for (let token = 0; token < table.tokens; token++) {
          const row = rowOf(table, token);
          const best = bestRoute(row, routes, unconstrained(table.space.layers)).loss;
          assert.equal(shortfall[token], bestRoute(row, routes, constraint).loss - best);
        }
      }),
    );
  });
});

describe('kind', () => {
  const thresholds = { easyBelow: 1, helpsFrom: 0.5 };

  it('is easy below the surprise threshold, however large the gap', () => {
    assert.equal(kindOf(0.999, 0.9, thresholds), 'easy');
  });

  it('tells compute helps from uncertain by the gap, thresholds included', () => {
    assert.equal(kindOf(1, 0.5, thresholds), 'computeHelps');
    assert.equal(kindOf(1, 0.499, thresholds), 'uncertain');
    assert.equal(kindOf(9, 0, thresholds), 'uncertain');
  });

  it('has defaults, and does not exist for unknown losses', () => {
    assert.equal(kindOf(0.99, 0), 'easy');
    assert.equal(kindOf(2, 0.5), 'computeHelps');
    assert.equal(kindOf(Number.NaN, Number.NaN), undefined);
  });
});

describe('needed budget', () => {
  it('is the smallest whose oracle comes within the tolerance of the best', () => {
    fc.assert(
      fc.property(
        cases,
        fc.constantFrom(0, 0.25, 0.3, 1),
        ({ table, constraint, routes }, tolerance) => {
          const { layers, atMost } = constraint;
          const byBudget = oracleByBudget(table, layers, atMost);
          const needed = neededBudget(byBudget, table.tokens, tolerance);
          for (let token = 0; token < table.tokens; token++) {
            const losses = Array.from({ length: layers.length + 1 }, (_, budget) => {
              return bestRoute(rowOf(table, token), routes, {
                ...constraint,
                budget,
                atMost: false,
              }).loss;
            });
            const best = Math.min(...losses.filter((loss) => !Number.isNaN(loss)));
            assert.equal(
              needed[token],
              losses.findIndex((loss) => loss <= best + tolerance),
            );
          }
        },
      ),
    );
  });

  it('is 0 when no big layer wins more than the tolerance', () => {
    const table = new LossTable(new RouteSpace(['small', 'big'], 1), 2);
    table.setRows(0, Float32Array.of(2, 1.96, 2, 1.5));
    assert.deepEqual([...neededBudget(oracleByBudget(table, anyLayers(1), false), 2)], [0, 1]);
  });
});

describe('regret', () => {
  it('is what the router loses to the oracle at its own budget, and never negative', () => {
    fc.assert(
      fc.property(cases, fc.nat(), ({ table, routes }, salt) => {
        const taken = Int32Array.from({ length: table.tokens }, (_, token) => {
          return ((token * 7 + salt) % (routes.length + 1)) - 1;
        });
        const regret = regretOf(table, taken);
        const losses = routerLosses(table, taken);
        taken.forEach((route, token) => {
          const any = unconstrained(table.space.layers);
          const budget = bigOf(routes[route] ?? []);
          const best = bestRoute(rowOf(table, token), routes, { ...any, budget }).loss;
          const loss = route < 0 ? Number.NaN : (rowOf(table, token)[route] ?? Number.NaN);
          assert.equal(losses[token], loss);
          assert.equal(regret[token], loss - best);
          assert.ok(!((regret[token] ?? 0) < 0));
        });
      }),
    );
  });
});
