import assert from 'node:assert/strict';
import fc from 'fast-check';
import { KINDS } from '../../../src/core/measures';
import type { Module } from '../../../src/core/module';
import { atOnce } from '../../../src/core/steps';
import { overviewOf } from '../../../src/panel/overview';
import { subjectOf } from '../../../src/panel/subject';
import { madeUpAnalysis, MODEL, RUN } from '../core/madeUpAnalysis';
import { isClose, mean, panelCases } from './cases';

const FFN: Readonly<Record<Module, number>> = { skip: 0, small: 10, big: 160 };

function flopsOf(modules: readonly Module[]): number {
  const { attention, head } = MODEL.flops;
  return head + modules.reduce((sum, module) => sum + attention + FFN[module], 0);
}

describe('overviewOf', () => {
  it('counts the kinds of the known tokens', () => {
    fc.assert(
      fc.property(panelCases, ({ analysis, shown }) => {
        const { tokens, kinds } = atOnce(overviewOf(analysis, 2));
        const told = subjectOf(shown, 2).tokens;
        assert.equal(tokens, told.known);
        assert.deepEqual(
          [kinds.easy, kinds.computeHelps, kinds.uncertain],
          [0, 1, 2].map((kind) => told.kinds.filter((each) => each === kind).length),
        );
      }),
    );
  });

  it('counts those where compute helps that all big alone helps', () => {
    fc.assert(
      fc.property(panelCases, ({ analysis, shown }) => {
        const { tokens: told } = subjectOf(shown, 2);
        const helped = [...told.kinds.keys()].filter((token) => {
          const [big, surprise] = [told.bigLoss[token], told.surprise[token]];
          return (
            told.kinds[token] === KINDS.indexOf('computeHelps') && (big ?? 99) < (surprise ?? 0)
          );
        });
        assert.equal(atOnce(overviewOf(analysis, 2)).helpedByBig, helped.length);
      }),
    );
  });

  it('finds the floor, the cheapest route that is no worse than all big, and what the router took', () => {
    fc.assert(
      fc.property(panelCases, ({ analysis, tokens, routes }) => {
        const { flops } = atOnce(overviewOf(analysis, 2));
        const allBig = new Array<Module>(analysis.model.layers).fill('big');
        assert.equal(flops.allBig, flopsOf(allBig));
        const costs = routes.map(flopsOf);
        const cheapest = tokens.map(({ losses }) => {
          if (losses === null) return null;
          const enough = losses.at(-1) ?? Number.NaN;
          const enoughFor = [...routes.keys()].filter((at) => (losses[at] ?? 99) <= enough);
          const [at = 0] = enoughFor.sort((a, b) => (costs[a] ?? 0) - (costs[b] ?? 0));
          return { flops: costs[at], loss: losses[at] };
        });
        assert.ok(isClose(flops.noWorse?.flops ?? null, mean(cheapest.map((each) => each?.flops))));
        assert.ok(
          isClose(flops.noWorse?.meanLoss ?? null, mean(cheapest.map((each) => each?.loss))),
        );
        const expectedly = tokens.map(({ losses, expected }) => {
          if (losses === null || expected === null) return null;
          const enoughFor = [...routes.keys()].filter((at) => {
            return (expected[at] ?? 99) <= (expected.at(-1) ?? Number.NaN);
          });
          const [at = 0] = enoughFor.sort((a, b) => (costs[a] ?? 0) - (costs[b] ?? 0));
          return { flops: costs[at], loss: losses[at] };
        });
        const { noWorseExpected } = flops;
        assert.ok(
          isClose(noWorseExpected?.flops ?? null, mean(expectedly.map((each) => each?.flops))),
        );
        assert.ok(
          isClose(noWorseExpected?.meanLoss ?? null, mean(expectedly.map((each) => each?.loss))),
        );
        assert.equal(flops.floor.flops, Math.min(...costs));
        const router = tokens.map((token) => token.router && flopsOf(token.router.modules));
        assert.ok(isClose(flops.router, mean(router)));
      }),
    );
  });

  it('says what a beam misses, and nothing of an exact search', () => {
    const exact = atOnce(overviewOf(madeUpAnalysis('abcdef'), 2));
    assert.deepEqual([exact.search, exact.searchError], ['exact', null]);
    // Of every made-up token all routes are known, so that each one tells.
    const beam = atOnce(overviewOf(madeUpAnalysis('abcdef', { ...RUN, search: 'beam' }), 2));
    assert.equal(beam.search, 'beam');
    assert.equal(beam.searchError?.tokens, 6);
  });
});
