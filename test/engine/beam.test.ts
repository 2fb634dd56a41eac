import assert from 'node:assert/strict';
import path from 'node:path';
import type { EngineClient } from '../../src/client/engineClient';
import type { Analysis } from '../../src/core/analysis';
import type { ModuleList } from '../../src/core/module';
import { searchError } from '../../src/core/searchError';
import { measure } from '../../src/core/measures';
import { anyLayers, atBudget, oracleByBudget, unconstrained } from '../../src/core/oracle';
import { atOnce } from '../../src/core/steps';
import { summarize } from '../../src/core/summary';
import type { AnalyzeRequest } from '../../src/protocol/engineApi';
import { analyze, assertNats, DUO, engineClient, failure, request, ROOT } from './support';

const DEEP = path.join(ROOT, 'test', 'fixtures', 'deep-duo');
const TOLERANCE = 1e-4;
const TEXT = 'The beam tries a few routes of many: const best = routes.filter(isTried);\n'.repeat(
  2,
);

describe('the beam', () => {
  let client: EngineClient;

  before(() => {
    client = engineClient();
  });

  after(() => {
    client.dispose();
  });

  const searched = (asked: AnalyzeRequest): Promise<Analysis> =>
    analyze(client, { ...asked, search: 'beam' });

  const cases: readonly [string, string, ModuleList, string][] = [
    ['tiny', request('').bundle, ['skip', 'small', 'big'], 'tiny-three'],
    ['deep', DEEP, ['small', 'big'], 'deep-two'],
    ['duo-8l', DUO, ['small', 'big'], 'learned-4'],
  ];
  for (const [name, bundle, modules, router] of cases) {
    it(`tells the losses that the exact table has, of the routes that it tries (${name})`, async () => {
      const text = name === 'deep' ? TEXT.slice(0, 60) : TEXT;
      const asked = request(text, { bundle, modules, router });
      const exact = await analyze(client, asked);
      const beam = await searched(asked);
      assert.equal(beam.expected, undefined);
      let tried = 0;
      for (let token = 0; token < exact.tokens.length; token++) {
        const whole = exact.table.row(token);
        for (const [route, loss] of beam.table.row(token).entries()) {
          if (Number.isNaN(loss)) continue;
          tried++;
          assertNats([loss], [whole[route] ?? NaN], TOLERANCE, `token ${token}, route ${route}`);
        }
        const routed = beam.routerRoutes[token] ?? -1;
        assert.ok(routed < 0 || !Number.isNaN(beam.table.loss(token, routed)));
      }
      const all = exact.tokens.length * exact.table.space.count;
      assert.ok(tried < all && tried > 0, `${tried} of ${all}`);
    });

    it(`finds the best route of every budget, or nearly so, and says how nearly (${name})`, async () => {
      const text = name === 'deep' ? TEXT.slice(0, 60) : TEXT;
      const asked = request(text, { bundle, modules, router });
      const exact = await analyze(client, asked);
      const beam = await searched(asked);
      const { layers } = beam.model;
      const best = oracleByBudget(exact.table, anyLayers(layers), false);
      const found = oracleByBudget(beam.table, anyLayers(layers), false);
      const error = atOnce(searchError(beam)) ?? assert.fail('No token was tried exactly.');
      assert.ok(error.tokens > 0 && error.tokens < exact.tokens.length);
      for (let budget = 0; budget <= layers; budget++) {
        const [lowest, reached] = [best, found].map((choice) => {
          return mean(atBudget(choice, exact.tokens.length, budget).losses);
        });
        const missed = (reached ?? NaN) - (lowest ?? NaN);
        assert.ok(missed > -TOLERANCE && missed < 0.05, `budget ${budget}: ${missed}`);
      }
    });
  }

  it('is what is left where there are too many routes for a graph', async () => {
    const modules: ModuleList = ['skip', 'small', 'big'];
    const asked = request('let x = 1;', { bundle: DEEP, modules, router: 'deep-three' });
    const { model } = await client.open(asked);
    assert.ok(model.moduleLists.some((list) => list.join() === modules.join()));
    assert.ok(!model.exactLists.some((list) => list.join() === modules.join()));
    const beam = await analyze(client, asked);
    const row = beam.table.row(0);
    const tried = row.filter((loss) => !Number.isNaN(loss)).length;
    assert.ok(tried > 100 && tried < 5000, `${tried} of ${row.length}`);
    assert.equal(beam.table.space.count, 3 ** 12);
  });

  it('gives no mean where it does not know all that the mean is over', async () => {
    const beam = await searched(request(TEXT, { bundle: DUO, router: 'learned-4' }));
    const summary = summarize(beam, measure(beam, { constraint: unconstrained(8) }));
    assert.ok(summary.oracle.every(({ meanLoss }) => meanLoss !== null));
    assert.ok(summary.router?.meanLoss !== null && summary.small !== null);
    assert.equal(summary.fixed[4]?.meanLoss, null);
    assert.equal(summary.random100[4]?.meanLoss, null);
    assert.equal(summary.hindsight, null);
    assert.equal(summary.fixed[0]?.route, 'ssssssss');
    assert.ok((summary.search?.tokens ?? 0) > 0);
  });

  it('finds the same again, whatever part of a window is asked for', async () => {
    const asked = request(TEXT, { bundle: DUO, search: 'beam' });
    const whole = await analyze(client, asked);
    const first = whole.tokens.at(21)?.start ?? 0;
    const part = await analyze(client, { ...asked, selection: { start: first, end: first + 1 } });
    const [row, again] = [whole.table.row(21), part.table.row(0)].map(triedOr(-1));
    assertNats(again ?? [], row ?? [0], TOLERANCE, 'row');
  });

  it('is refused in self context', async () => {
    const constraint = { budget: 1, atMost: false, layers: anyLayers(3) };
    const asked = request('Hi', { search: 'beam', context: { kind: 'self', constraint } });
    await assert.rejects(analyze(client, asked), failure('request', /big context/));
  });
});

/** Makes a row comparable: NaN equals nothing. */
function triedOr(missing: number): (row: Float32Array) => Float32Array {
  return (row) => row.map((loss) => (Number.isNaN(loss) ? missing : loss));
}

function mean(losses: Float32Array): number {
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}
