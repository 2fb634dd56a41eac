import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Failure } from '../../../src/core/failure';
import { MODULE_LETTERS } from '../../../src/core/module';
import { RouteSpace } from '../../../src/core/routes';
import { bigOf, cases, everyRoute, moduleLists, satisfies } from './naive';

const stacks = fc.record({ modules: moduleLists, layers: fc.integer({ min: 1, max: 5 }) });

describe('RouteSpace', () => {
  it('numbers the routes so that bit l of a small,big route says that layer l is big', () => {
    const space = new RouteSpace(['small', 'big'], 4);
    assert.equal(space.count, 16);
    assert.equal(space.format(0b0110), 'sBBs');
    assert.equal(space.parse('Bsss'), 1);
    assert.equal(space.parse('sssB'), 8);
    assert.equal(space.moduleAt(0b0100, 2), 'big');
  });

  it('numbers skip,small,big in base 3', () => {
    const space = new RouteSpace(['skip', 'small', 'big'], 3);
    assert.equal(space.format(0 + 1 * 3 + 2 * 9), '-sB');
    assert.equal(space.uniform('big'), 26);
  });

  it('agrees with the enumeration of every route', () => {
    fc.assert(
      fc.property(stacks, ({ modules, layers }) => {
        const space = new RouteSpace(modules, layers);
        const routes = everyRoute(modules, layers);
        assert.equal(space.count, routes.length);
        routes.forEach((route, index) => {
          assert.deepEqual(space.modulesOf(index), route);
          assert.equal(space.routeOf(route), index);
          assert.equal(space.bigCount(index), bigOf(route));
          const written = route.map((module) => MODULE_LETTERS[module]).join('');
          assert.equal(space.format(index), written);
          assert.equal(space.parse(written), index);
        });
      }),
    );
  });

  it('admits exactly the routes that satisfy a constraint, ascending', () => {
    fc.assert(
      fc.property(cases, ({ table: { space }, constraint, routes }) => {
        const expected = [...routes.keys()].filter((at) => satisfies(routes[at] ?? [], constraint));
        assert.deepEqual([...space.admissible(constraint)], expected);
        assert.deepEqual(
          [...space.all].filter((route) => space.allows(route, constraint)),
          expected,
        );
      }),
    );
  });

  it('has no route for modules that its list lacks, nor for another number of layers', () => {
    const space = new RouteSpace(['small', 'big'], 2);
    assert.equal(space.uniform('skip'), undefined);
    assert.equal(space.routeOf(['small', 'skip']), undefined);
    assert.equal(space.routeOf(['small']), undefined);
    for (const text of ['', 's', 'sss', 's-', 'sx', 'SB']) {
      assert.equal(space.parse(text), undefined, text);
    }
  });

  it('refuses indices that are no routes', () => {
    const space = new RouteSpace(['small', 'big'], 2);
    assert.throws(() => space.moduleAt(4, 0), RangeError);
    assert.throws(() => space.moduleAt(-1, 0), RangeError);
    assert.throws(() => space.moduleAt(0, 2), RangeError);
    assert.throws(() => space.bigCount(4), RangeError);
  });

  it('refuses a stack with more routes than can be evaluated', () => {
    assert.throws(
      () => new RouteSpace(['skip', 'small', 'big'], 13),
      (error: unknown) => {
        return error instanceof Failure && error.code === 'request' && error.message.includes('13');
      },
    );
  });
});
