import assert from 'node:assert/strict';
import fc from 'fast-check';
import { unconstrained } from '../../../src/core/oracle';
import { atOnce } from '../../../src/core/steps';
import { atPoint, budgetOn, curveOf, hindsightUnder } from '../../../src/panel/curve';
import { madeUpAnalysis, RUN } from '../core/madeUpAnalysis';
import {
  isClose,
  mean,
  naiveAdmissible,
  naiveHindsightFree,
  naiveOracle,
  panelCases,
} from './cases';

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

  it('says at every budget what of the lead over the fixed route is hindsight', () => {
    fc.assert(
      fc.property(panelCases, (made) => {
        const { analysis, constraint, tokens } = made;
        const curve = atOnce(curveOf(analysis, constraint, 5));
        const isExpected = tokens.some(({ expected }) => expected !== null);
        assert.equal(curve.hindsight !== null, isExpected);
        curve.hindsight?.forEach(({ meanLoss, advantage, share }, budget) => {
          const chosen = naiveHindsightFree(made, { ...constraint, budget });
          assert.ok(isClose(meanLoss, mean(chosen.map(({ loss }) => loss))));
          const [oracle, fixed] = [curve.oracle[budget], curve.fixed[budget]?.meanLoss];
          if (oracle == null || fixed == null || meanLoss === null) {
            assert.deepEqual([advantage, share], [null, null]);
            return;
          }
          assert.ok(isClose(advantage, fixed - oracle));
          assert.ok(
            isClose(share, fixed === oracle ? null : (meanLoss - oracle) / (fixed - oracle)),
          );
        });
      }),
    );
  });
});

describe('the point of a curve that answers a question', () => {
  const layers = ['auto', 'big'] as const;
  const question = { budget: 1, atMost: false, layers };

  it('is that of its budget, if all else is the same', () => {
    assert.equal(budgetOn({ layers, atMost: false }, question), 1);
    assert.equal(budgetOn({ layers, atMost: true }, question), undefined);
    assert.equal(budgetOn({ layers: ['auto', 'auto'], atMost: false }, question), undefined);
  });

  it('is for any number of big layers that of at most all', () => {
    const any = { ...question, budget: undefined };
    assert.equal(budgetOn({ layers, atMost: false }, any), undefined);
    for (const atMost of [false, true]) {
      assert.equal(budgetOn({ layers, atMost: true }, { ...any, atMost }), 2);
    }
  });

  it('is asked for under the bound of the curve', () => {
    assert.deepEqual(atPoint(question, 2), { ...question, budget: 2 });
    const any = { ...question, budget: undefined };
    assert.deepEqual(atPoint(any, 2), { budget: 2, atMost: true, layers });
  });

  it('tells the hindsight there, where it is measured', () => {
    const analysis = madeUpAnalysis('some text', RUN, { foresight: true });
    const asked = { ...unconstrained(3), budget: 2 };
    const curve = atOnce(curveOf(analysis, asked, 1));
    assert.ok(curve.hindsight !== null);
    assert.equal(hindsightUnder(curve, asked), curve.hindsight[2]);
    assert.equal(hindsightUnder(curve, { ...asked, atMost: true }), undefined);
    assert.equal(hindsightUnder({ ...curve, hindsight: null }, asked), undefined);
    assert.equal(hindsightUnder(null, asked), undefined);
  });
});
