import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  hindsightFree,
  hindsightFreeByBudgetInSteps,
  hindsightFreeUnder,
} from '../../../src/core/hindsightFree';
import { LossTable } from '../../../src/core/lossTable';
import type { OracleChoice } from '../../../src/core/oracle';
import { atOnce } from '../../../src/core/steps';
import { bestRoute, cases, rowOf, type Case } from './naive';

/** A second table of the same shape, whose rows are those of the first in another order, and known where it is. */
function expectedOf({ table }: Case, salt: number): LossTable {
  const expected = new LossTable(table.space, table.tokens);
  for (let token = 0; token < table.tokens; token++) {
    if (!table.isKnown(token)) continue;
    const row = table.row(token);
    expected.setRows(
      token,
      row.map((_, route) => row[(route * 5 + salt) % row.length] ?? 0),
    );
  }
  return expected;
}

function assertChoice(
  { routes, losses }: OracleChoice,
  at: number,
  row: ArrayLike<number>,
  route: number,
): void {
  assert.equal(routes[at], route);
  assert.equal(losses[at], row[route] ?? Number.NaN);
}

describe('the choice without hindsight', () => {
  it('is the lowest route of lowest expected loss, and has the true loss', () => {
    fc.assert(
      fc.property(cases, fc.nat(20), (drawn, salt) => {
        const { table, constraint, routes } = drawn;
        const expected = expectedOf(drawn, salt);
        const { asked, byBudget } = hindsightFree(table, expected, constraint);
        assert.deepEqual(hindsightFreeUnder(table, expected, constraint), asked);
        const { layers, atMost } = constraint;
        assert.deepEqual(
          atOnce(hindsightFreeByBudgetInSteps(table, expected, layers, atMost)),
          byBudget,
        );
        for (let token = 0; token < table.tokens; token++) {
          const row = rowOf(table, token);
          const foreseen = rowOf(expected, token);
          assertChoice(asked, token, row, bestRoute(foreseen, routes, constraint).route);
          for (let budget = 0; budget <= layers.length; budget++) {
            const at = budget * table.tokens + token;
            const best = bestRoute(foreseen, routes, { ...constraint, budget });
            assertChoice(byBudget, at, row, best.route);
          }
        }
      }),
    );
  });

  it('is the oracle’s when what is expected is what comes', () => {
    fc.assert(
      fc.property(cases, ({ table, constraint, routes }) => {
        const { asked } = hindsightFree(table, table, constraint);
        for (let token = 0; token < table.tokens; token++) {
          const row = rowOf(table, token);
          assertChoice(asked, token, row, bestRoute(row, routes, constraint).route);
        }
      }),
    );
  });
});
