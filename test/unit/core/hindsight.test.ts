import assert from 'node:assert/strict';
import { fixedRoute, meanLosses } from '../../../src/core/fixed';
import { hindsightByBudget, type Hindsight } from '../../../src/core/hindsight';
import { hindsightFree } from '../../../src/core/hindsightFree';
import { LossTable } from '../../../src/core/lossTable';
import { anyLayers, oracleByBudget } from '../../../src/core/oracle';
import { seededDraw } from '../../../src/core/random';
import { RouteSpace } from '../../../src/core/routes';
import { atOnce } from '../../../src/core/steps';

const LAYERS = 3;
const SPACE = new RouteSpace(['small', 'big'], LAYERS);
const UNCONSTRAINED = { budget: undefined, atMost: false, layers: anyLayers(LAYERS) };

/** Random losses; `foresight` 1: what is expected is what comes; 0: it has nothing to do with it. */
function tables(tokens: number, foresight: number): { table: LossTable; expected: LossTable } {
  const draw = seededDraw(11);
  const [table, expected] = [new LossTable(SPACE, tokens), new LossTable(SPACE, tokens)];
  for (let token = 0; token < tokens; token++) {
    const losses = new Float32Array(SPACE.count).map(() => draw(1000) / 250);
    table.setRows(token, losses);
    const other = losses.map((loss) => foresight * loss + ((1 - foresight) * draw(1000)) / 250);
    expected.setRows(token, other);
  }
  return { table, expected };
}

function hindsight(table: LossTable, expected: LossTable): Hindsight[] {
  const means = atOnce(meanLosses(table));
  const { layers, atMost } = UNCONSTRAINED;
  return atOnce(
    hindsightByBudget(table, {
      oracle: oracleByBudget(table, layers, atMost),
      hindsightFree: hindsightFree(table, expected, UNCONSTRAINED).byBudget,
      fixed: Array.from({ length: LAYERS + 1 }, (_, budget) =>
        fixedRoute(SPACE, means, { ...UNCONSTRAINED, budget }),
      ),
    }),
  );
}

describe('hindsight', () => {
  it('is what the choice without the answer loses to the oracle, as part of the oracle’s lead', () => {
    const tokens = 300;
    const { table, expected } = tables(tokens, 0.5);
    for (const { budget, meanLoss, advantage, share } of hindsight(table, expected)) {
      const routes = [...SPACE.withBudget(budget)];
      const mean = (lossOf: (token: number) => number): number =>
        Array.from({ length: tokens }, (_, token) => lossOf(token)).reduce((a, b) => a + b) /
        tokens;
      const lowest = (values: readonly number[]): number => values.indexOf(Math.min(...values));
      const oracle = mean((token) => Math.min(...routes.map((route) => table.loss(token, route))));
      const free = mean((token) => {
        const chosen = routes[lowest(routes.map((route) => expected.loss(token, route)))] ?? -1;
        return table.loss(token, chosen);
      });
      const fixed = Math.min(...routes.map((route) => mean((token) => table.loss(token, route))));
      assert.ok(Math.abs((meanLoss ?? Number.NaN) - free) < 1e-9);
      assert.ok(Math.abs((advantage ?? Number.NaN) - (fixed - oracle)) < 1e-9);
      if (routes.length === 1) {
        assert.equal(advantage, 0);
        assert.equal(share, null);
      } else {
        const part = (free - oracle) / (fixed - oracle);
        assert.ok(Math.abs((share ?? Number.NaN) - part) < 1e-9);
      }
    }
  });

  it('is nothing with the answer in hand, and all without any foresight', () => {
    for (const [foresight, truth] of [
      [1, 0],
      [0, 1],
    ] as const) {
      const { table, expected } = tables(2000, foresight);
      const { share, interval } = hindsight(table, expected)[1] ?? assert.fail();
      assert.ok(Math.abs((share ?? Number.NaN) - truth) < 0.1);
      const [low, high] = interval ?? assert.fail();
      assert.ok(low <= (share ?? 0) && (share ?? 0) <= high);
      assert.ok(high - low < 0.2);
    }
  });

  it('has a narrower interval in a longer text, and none in a short one', () => {
    const width = (tokens: number): number | undefined => {
      const { table, expected } = tables(tokens, 0.5);
      const interval = hindsight(table, expected)[1]?.interval;
      return interval ? interval[1] - interval[0] : undefined;
    };
    assert.equal(width(7 * 32), undefined);
    // The eighth block begins.
    const short = width(7 * 32 + 1) ?? assert.fail();
    assert.ok((width(3200) ?? assert.fail()) < short / 2);
  });

  it('is about known tokens only, and not there before there is any', () => {
    const { table, expected } = tables(40, 0.5);
    const [wide, wideExpected] = [new LossTable(SPACE, 90), new LossTable(SPACE, 90)];
    wide.setRows(30, table.rows(0, 40));
    wideExpected.setRows(30, expected.rows(0, 40));
    assert.deepEqual(hindsight(wide, wideExpected), hindsight(table, expected));
    const none = new LossTable(SPACE, 4);
    const nothing = { meanLoss: null, advantage: null, share: null, interval: null };
    assert.deepEqual(
      hindsight(none, none),
      [0, 1, 2, 3].map((budget) => ({ budget, ...nothing })),
    );
  });
});
