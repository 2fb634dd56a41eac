import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LossTable } from '../../../src/core/lossTable';
import {
  anyLayers,
  atBudget,
  atConstraint,
  oracleByBudget,
  oracleUnder,
  unconstrained,
} from '../../../src/core/oracle';
import { RouteSpace } from '../../../src/core/routes';
import { bestRoute, cases, rowOf } from './naive';

describe('oracle', () => {
  it('is the best admissible route of every token', () => {
    fc.assert(
      fc.property(cases, ({ table, constraint, routes }) => {
        const { layers, atMost } = constraint;
        const byBudget = oracleByBudget(table, layers, atMost);
        for (const oracle of [
          oracleUnder(table, constraint),
          atConstraint(byBudget, table.tokens, constraint),
        ]) {
          for (let token = 0; token < table.tokens; token++) {
            const expected = bestRoute(rowOf(table, token), routes, constraint);
            assert.equal(oracle.routes[token], expected.route);
            assert.equal(oracle.losses[token], expected.loss);
          }
        }
      }),
    );
  });

  it('is the same at every budget at once', () => {
    fc.assert(
      fc.property(cases, ({ table, constraint, routes }) => {
        const { layers, atMost } = constraint;
        const byBudget = oracleByBudget(table, layers, atMost);
        assert.equal(byBudget.losses.length, (layers.length + 1) * table.tokens);
        for (let budget = 0; budget <= layers.length; budget++) {
          const choice = atBudget(byBudget, table.tokens, budget);
          for (let token = 0; token < table.tokens; token++) {
            const expected = bestRoute(rowOf(table, token), routes, { ...constraint, budget });
            assert.equal(choice.routes[token], expected.route);
            assert.equal(choice.losses[token], expected.loss);
          }
        }
      }),
    );
  });

  it('takes the lowest of several best routes', () => {
    const table = new LossTable(new RouteSpace(['small', 'big'], 2), 1);
    table.setRows(0, Float32Array.of(3, 2, 2, 2));
    assert.deepEqual([...oracleByBudget(table, anyLayers(2), true).routes], [0, 1, 1]);
    assert.deepEqual([...oracleByBudget(table, anyLayers(2), false).routes], [0, 1, 3]);
    assert.equal(oracleUnder(table, unconstrained(2)).routes[0], 1);
    // Of two best routes of different budgets, the one of more big layers may be the lower.
    const three = new LossTable(new RouteSpace(['small', 'big'], 3), 1);
    three.setRows(0, Float32Array.of(5, 5, 5, 1, 1, 5, 5, 5));
    assert.equal(oracleUnder(three, unconstrained(3)).routes[0], 3);
  });

  it('never gets worse when it may spend up to more', () => {
    fc.assert(
      fc.property(cases, ({ table, constraint: { layers } }) => {
        const { losses } = oracleByBudget(table, layers, true);
        for (let at = table.tokens; at < losses.length; at++) {
          assert.ok(!((losses[at] ?? 0) > (losses[at - table.tokens] ?? 0)));
        }
      }),
    );
  });
});
