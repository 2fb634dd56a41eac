import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ModuleList } from '../../../src/core/module';
import { restrictedTable } from '../../../src/core/restriction';
import { madeUpAnalysis, RUN } from './madeUpAnalysis';
import { cases, everyRoute } from './naive';

describe('a table restricted to fewer modules', () => {
  it('has the losses of the routes that take no others', () => {
    fc.assert(
      fc.property(cases, fc.nat(), ({ table, routes }, seed) => {
        const { modules, layers } = table.space;
        const kept = modules.filter((_, at) => ((seed >> at) & 1) === 1);
        const list: ModuleList = kept.length === 0 ? modules : kept;
        const restricted = restrictedTable(table, list);
        assert.equal(restricted.tokens, table.tokens);
        assert.equal(restricted.knownCount, table.knownCount);
        const left = everyRoute(list, layers);
        assert.equal(restricted.space.count, left.length);
        for (let token = 0; token < table.tokens; token++) {
          assert.equal(restricted.isKnown(token), table.isKnown(token));
          left.forEach((route, at) => {
            const column = routes.findIndex((each) => each.join() === route.join());
            assert.equal(restricted.loss(token, at), table.loss(token, column));
          });
        }
      }),
    );
  });
});

describe('an analysis restricted to fewer modules', () => {
  const run = { ...RUN, modules: ['skip', 'small', 'big'], router: 'three-way' } as const;
  const whole = madeUpAnalysis('abcdefghijklmnop', run, { foresight: true });

  it('keeps tokens and router, whose routes count where they take none of the others', () => {
    const part = whole.restrictedTo(['small', 'big']);
    assert.deepEqual(part.run, { ...run, modules: ['small', 'big'] });
    assert.deepEqual([...part.tokens], [...whole.tokens]);
    assert.equal(part.complete, true);
    assert.deepEqual(part.ownLosses, whole.ownLosses);
    for (let token = 0; token < part.tokens.length; token++) {
      const modules = whole.routerRoute(token) ?? [];
      assert.deepEqual(part.routerRoute(token), modules);
      const route = part.routerRoutes[token] ?? -1;
      assert.equal(route < 0, modules.includes('skip'));
      if (route < 0) continue;
      assert.deepEqual(part.table.space.modulesOf(route), modules);
      const before = whole.routerRoutes[token] ?? -1;
      assert.equal(part.table.loss(token, route), whole.table.loss(token, before));
    }
    assert.ok(part.routerRoutes.some((route) => route >= 0));
    assert.ok(part.routerRoutes.includes(-1));
  });

  it('keeps what was expected and foreseen', () => {
    const part = whole.restrictedTo(['skip', 'big']);
    const { expected = assert.fail() } = part;
    for (let token = 0; token < part.tokens.length; token++) {
      for (const route of part.table.space.all) {
        const column = whole.table.space.routeOf(part.table.space.modulesOf(route)) ?? -1;
        assert.equal(expected.loss(token, route), whole.expected?.loss(token, column));
      }
      assert.deepEqual(part.predictions(token), whole.predictions(token));
      assert.equal(part.predictedDifficulty(token), whole.predictedDifficulty(token));
    }
    assert.equal(madeUpAnalysis('ab').restrictedTo(['small', 'big']).expected, undefined);
  });

  it('knows only what was known', () => {
    const part = whole.slice(2, 5).restrictedTo(['skip', 'big']);
    assert.deepEqual([...part.tokens], [...whole.tokens].slice(2, 5));
    assert.equal(part.knownCount, 3);
  });

  it('refuses modules that the run lacks', () => {
    assert.throws(() => madeUpAnalysis('ab').restrictedTo(['skip', 'big']), RangeError);
  });
});
