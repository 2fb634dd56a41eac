import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Module } from '../../../src/core/module';
import { atOnce } from '../../../src/core/steps';
import { overviewOf } from '../../../src/panel/overview';
import { subjectOf } from '../../../src/panel/subject';
import { MODEL } from '../core/madeUpAnalysis';
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

  it('finds the cheapest route that is no worse than all big, and what the router took', () => {
    fc.assert(
      fc.property(panelCases, ({ analysis, tokens, routes }) => {
        const { flops } = atOnce(overviewOf(analysis, 2));
        const allBig = new Array<Module>(analysis.model.layers).fill('big');
        assert.equal(flops.allBig, flopsOf(allBig));
        const cheapest = tokens.map(({ losses }) => {
          if (losses === null) return null;
          const enough = losses.at(-1) ?? Number.NaN;
          return Math.min(...routes.filter((_, at) => (losses[at] ?? 99) <= enough).map(flopsOf));
        });
        assert.ok(isClose(flops.atEqualLoss, mean(cheapest)));
        const router = tokens.map((token) => token.router && flopsOf(token.router.modules));
        assert.ok(isClose(flops.router, mean(router)));
      }),
    );
  });
});
