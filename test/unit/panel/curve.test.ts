import assert from 'node:assert/strict';
import fc from 'fast-check';
import { atOnce } from '../../../src/core/steps';
import { curveOf } from '../../../src/panel/curve';
import { isClose, mean, naiveAdmissible, naiveOracle, panelCases } from './cases';

describe('curveOf', () => {
  it('has the mean losses of oracle, best fixed route, all small and all big', () => {
    fc.assert(
      fc.property(panelCases, (made) => {
        const { analysis, constraint, tokens, routes } = made;
        const { layers, atMost } = constraint;
        const curve = atOnce(curveOf(analysis, { layers, atMost }, 5));
        const meanOfRoute = (route: number): number | null =>
          mean(tokens.map(({ losses }) => losses?.[route]));
        const uniform = (module: string): number | null =>
          meanOfRoute(routes.findIndex((route) => route.every((each) => each === module)));

        assert.deepEqual([curve.revision, curve.context], [5, 'big']);
        assert.deepEqual([curve.layers, curve.atMost], [layers, atMost]);
        assert.equal(curve.hindsightFree, null);
        assert.ok(isClose(curve.small, uniform('small')));
        assert.ok(isClose(curve.big, uniform('big')));
        for (const list of [curve.oracle, curve.fixed, curve.random100]) {
          assert.equal(list.length, layers.length + 1);
        }
        curve.oracle.forEach((nats, budget) => {
          const asked = { ...constraint, budget };
          const admissible = naiveAdmissible(made, asked);
          assert.ok(isClose(nats, mean(naiveOracle(made, asked).map(({ loss }) => loss))));
          const means = admissible.map(meanOfRoute).filter((each) => each !== null);
          const fixed = curve.fixed[budget];
          assert.ok(isClose(fixed?.meanLoss, means.length === 0 ? null : Math.min(...means)));
          const named = analysis.table.space.parse(fixed?.route ?? '');
          assert.ok(named === undefined ? means.length === 0 : admissible.includes(named));

          const random = curve.random100[budget] ?? null;
          assert.equal(random === null, means.length === 0);
          assert.ok((random ?? 0) >= (nats ?? 0) - 1e-9);
        });
      }),
    );
  });
});
