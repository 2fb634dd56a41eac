import assert from 'node:assert/strict';
import fc from 'fast-check';
import { searchRoutes } from '../../../src/core/beam';
import type { ModuleList } from '../../../src/core/module';
import { neighboursOf, RouteSpace } from '../../../src/core/routes';
import { moduleLists } from './naive';

/** All losses of one token, its search, and how wide the search is. */
interface Search {
  readonly space: RouteSpace;
  readonly losses: Float32Array;
  readonly given: readonly number[];
  readonly width: number;
}

const spaces = fc
  .record({ modules: moduleLists, layers: fc.integer({ min: 1, max: 5 }) })
  .map(({ modules, layers }) => new RouteSpace(modules, layers));

/** A token of any losses at all, equal ones among them. */
const searches: fc.Arbitrary<Search> = spaces.chain((space) =>
  fc.record({
    space: fc.constant(space),
    losses: fc
      .array(fc.integer({ min: 0, max: 40 }), { minLength: space.count, maxLength: space.count })
      .map((losses) => Float32Array.from(losses, (loss) => loss / 4)),
    given: fc.array(fc.nat(space.count - 1), { maxLength: 3 }),
    width: fc.integer({ min: 1, max: 4 }),
  }),
);

/** Runs a search over these losses; `asked` are the routes that it wanted to know, in its order. */
function run({ space, losses, given, width }: Search): { row: Float32Array; asked: number[] } {
  const search = searchRoutes(space, given, width);
  const asked: number[] = [];
  let step = search.next(new Float32Array());
  while (step.done !== true) {
    asked.push(...step.value);
    step = search.next(Float32Array.from(step.value, (route) => losses[route] ?? Number.NaN));
  }
  return { row: step.value, asked };
}

/** The lowest loss of a budget, of the routes that `row` knows. */
function best(space: RouteSpace, row: Float32Array, budget: number): number {
  const losses = [...space.withBudget(budget)].map((route) => row[route] ?? Number.NaN);
  return Math.min(...losses.filter((loss) => !Number.isNaN(loss)));
}

/** Every layer's module adds its own amount: no layer cares what another does. */
function separable(modules: ModuleList, layers: number, amounts: readonly number[]): Search {
  const space = new RouteSpace(modules, layers);
  const losses = Float32Array.from(space.all, (route) =>
    space.modulesOf(route).reduce((sum, module, layer) => {
      return sum + (amounts[layer * modules.length + modules.indexOf(module)] ?? 0);
    }, 0),
  );
  return { space, losses, given: [], width: 1 };
}

describe('the beam', () => {
  it('asks for a route once, and returns what it was told', () => {
    fc.assert(
      fc.property(searches, (search) => {
        const { row, asked } = run(search);
        assert.equal(new Set(asked).size, asked.length);
        const known = new Set(asked);
        const expected = search.losses.map((loss, route) => (known.has(route) ? loss : Number.NaN));
        assert.deepEqual(row, expected);
      }),
    );
  });

  it('tries the uniform routes and those that it is given', () => {
    fc.assert(
      fc.property(searches, (search) => {
        const { row } = run(search);
        const uniform = search.space.modules.map((module) => search.space.uniform(module) ?? -1);
        for (const route of [...uniform, ...search.given]) assert.ok((row[route] ?? NaN) >= 0);
      }),
    );
  });

  it('knows every neighbour of the best routes of every budget', () => {
    fc.assert(
      fc.property(searches, (search) => {
        const { space, width } = search;
        const { row } = run(search);
        for (let budget = 0; budget <= space.layers; budget++) {
          const known = [...space.withBudget(budget)].filter((route) => (row[route] ?? NaN) >= 0);
          known.sort((one, other) => (row[one] ?? 0) - (row[other] ?? 0) || one - other);
          for (const route of known.slice(0, width)) {
            const neighbours = neighboursOf(space, route);
            assert.ok(neighbours.every((neighbour) => (row[neighbour] ?? NaN) >= 0));
          }
        }
      }),
    );
  });

  it('is exact at every budget when it is as wide as the budget with the most routes', () => {
    fc.assert(
      fc.property(searches, (search) => {
        const { row } = run({ ...search, width: search.space.count });
        assert.deepEqual(row, search.losses);
      }),
    );
  });

  it('finds the best of every budget where layers do not depend on each other', () => {
    const amounts = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 18, maxLength: 18 });
    fc.assert(
      fc.property(moduleLists, amounts, (modules, amounts) => {
        const search = separable(modules, 6, amounts);
        const { row } = run(search);
        for (let budget = 0; budget <= 6; budget++) {
          assert.equal(best(search.space, row, budget), best(search.space, search.losses, budget));
        }
      }),
    );
  });

  it('tries a small part of many routes', () => {
    const amounts = Array.from({ length: 36 }, (_, at) => (at * 7919) % 101);
    const { asked } = run({ ...separable(['skip', 'small', 'big'], 12, amounts), width: 4 });
    assert.ok(asked.length < 1200, `${String(asked.length)} of ${String(3 ** 12)} routes`);
  });
});
