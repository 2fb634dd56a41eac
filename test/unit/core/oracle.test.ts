import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LossTable } from '../../../src/core/lossTable';
import {
  anyLayers,
  atBudget,
  oracle,
  oracleByBudget,
  unconstrained,
} from '../../../src/core/oracle';
import { RouteSpace } from '../../../src/core/routes';
import { bestRoute, cases } from './naive';

describe('oracle', () => {
  it('is the best admissible route of every token', () => {
    fc.assert(
      fc.property(cases, ({ table, constraint, routes }) => {
        const { routes: chosen, losses } = oracle(table, constraint);
        for (let token = 0; token < table.tokens; token++) {
          const expected = bestRoute(table.row(token), routes, constraint);
          assert.equal(chosen[token], expected.route);
          assert.equal(losses[token], expected.loss);
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
            const expected = bestRoute(table.row(token), routes, { ...constraint, budget });
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
    assert.equal(oracle(table, unconstrained(2)).routes[0], 1);
    assert.equal(oracle(table, { ...unconstrained(2), budget: 2, atMost: true }).routes[0], 1);
    assert.deepEqual([...oracleByBudget(table, anyLayers(2), true).routes], [0, 1, 1]);
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
