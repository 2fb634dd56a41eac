import assert from 'node:assert/strict';
import { LossTable } from '../../../src/core/lossTable';
import { unconstrained } from '../../../src/core/oracle';
import { seededDraw } from '../../../src/core/random';
import { bestOfRandomRoutes } from '../../../src/core/randomRoutes';
import { RouteSpace } from '../../../src/core/routes';
import { atOnce } from '../../../src/core/steps';

const space = new RouteSpace(['small', 'big'], 4);

/** Every route costs its number of big layers plus, if given, a part of its index. */
function tableOf(tokens: number, part = 0): LossTable {
  const table = new LossTable(space, tokens);
  const row = Float32Array.from(space.all, (route) => space.bigCount(route) + part * route);
  for (let token = 0; token < tokens; token++) table.setRows(token, row);
  return table;
}

const bestOf = (...asked: Parameters<typeof bestOfRandomRoutes>) =>
  atOnce(bestOfRandomRoutes(...asked));

describe('random-100', () => {
  it('gives every token a route of the budget', () => {
    for (const budget of [0, 1, 2, 3, 4]) {
      const constraint = { ...unconstrained(4), budget };
      assert.equal(bestOf(tableOf(20), constraint), budget);
    }
  });

  it('keeps to the layers that are set', () => {
    const table = tableOf(10, 1);
    const layers = ['big', 'small', 'small', 'big'] as const;
    assert.equal(bestOf(table, { budget: undefined, atMost: false, layers }), 2 + 9);
  });

  it('is the best of 100 trials that draw the routes evenly, so a little below their mean', () => {
    const tokens = 400;
    const routes = space.withBudget(2);
    const table = tableOf(tokens, 1);
    const losses = Array.from(routes, (route) => table.loss(0, route));
    const mean = losses.reduce((sum, loss) => sum + loss) / losses.length;
    const variance = losses.reduce((sum, loss) => sum + (loss - mean) ** 2, 0) / losses.length;
    const deviation = Math.sqrt(variance / tokens);
    const best = bestOf(table, { ...unconstrained(4), budget: 2 }) ?? Number.NaN;
    // The smallest of 100 normal draws lies about 2.5 deviations below the mean.
    assert.ok(best < mean - 1.5 * deviation && best > mean - 5 * deviation, `${best} of ${mean}`);
  });

  it('gives the same number every time, and another for another seed', () => {
    const constraint = { ...unconstrained(4), budget: 2 };
    const table = tableOf(50, 0.37);
    const once = bestOf(table, constraint);
    assert.equal(bestOf(table, constraint), once);
    assert.notEqual(bestOf(table, constraint, 2), once);
  });

  it('leaves unknown tokens out, and does not exist where nothing is known or admissible', () => {
    const table = new LossTable(space, 2);
    assert.equal(bestOf(table, unconstrained(4)), undefined);
    table.setRows(1, new Float32Array(space.count).fill(3));
    assert.equal(bestOf(table, unconstrained(4)), 3);
    assert.equal(bestOf(table, { ...unconstrained(4), budget: 5 }), undefined);
  });
});

describe('seededDraw', () => {
  it('draws every number about equally often', () => {
    const draw = seededDraw(7);
    const counts = new Array<number>(10).fill(0);
    for (let n = 0; n < 10_000; n++) {
      const drawn = draw(10);
      counts[drawn] = (counts[drawn] ?? Number.NaN) + 1;
    }
    const chiSquared = counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    // 99.9 % of even draws stay below 27.9 (9 degrees of freedom).
    assert.ok(chiSquared < 27.9, String(chiSquared));
  });
});
