import assert from 'node:assert/strict';
import fc from 'fast-check';
import { KINDS, type Kind } from '../../../src/core/measures';
import { MODULES } from '../../../src/core/module';
import { unconstrained } from '../../../src/core/oracle';
import { subjectOf, UNKNOWN } from '../../../src/panel/subject';
import { madeUpAnalysis, RUN } from '../core/madeUpAnalysis';
import { bigOf } from '../core/naive';
import { isClose, mean, naiveOracle, panelCases, TOLERANCE, VOCABULARY } from './cases';
import { shownOf } from './runOnScreen';

describe('subjectOf', () => {
  it('says of each token what its losses and its router say', () => {
    fc.assert(
      fc.property(panelCases, (made) => {
        const { analysis, shown, tokens, routes } = made;
        const { layers } = analysis.model;
        const { tokens: told } = subjectOf(shown, 1);
        const any = unconstrained(layers);
        const best = naiveOracle(made, any);
        // Without a small, all layers skipped: route 0.
        const allSmall = routes.findIndex((route) => route.every((each) => each === 'small'));
        const byBudget = Array.from({ length: layers + 1 }, (_, budget) =>
          naiveOracle(made, { ...any, budget }),
        );
        assert.equal(told.count, tokens.length);
        assert.equal(told.known, tokens.filter(({ losses }) => losses !== null).length);
        assert.equal(told.firstIndex, analysis.tokens.at(0)?.index ?? told.firstIndex);
        assert.deepEqual(
          told.texts,
          Array.from(analysis.tokens, ({ id }) => VOCABULARY[id]),
        );
        assert.deepEqual(
          [...told.starts],
          Array.from(analysis.tokens, ({ start }) => start),
        );
        assert.deepEqual(
          [...told.ends],
          Array.from(analysis.tokens, ({ end }) => end),
        );
        tokens.forEach(({ losses, router }, token) => {
          const lossOf = (route: number): number => losses?.[route] ?? Number.NaN;
          const surprise = lossOf(allSmall < 0 ? 0 : allSmall);
          const difficulty = surprise - (best[token]?.loss ?? Number.NaN);
          assert.equal(told.surprise[token], surprise);
          assert.equal(told.difficulty[token], difficulty);
          assert.equal(told.bigLoss[token], lossOf(routes.length - 1));
          assert.equal(
            told.kinds[token],
            losses === null ? UNKNOWN : KINDS.indexOf(naiveKind(surprise, difficulty)),
          );
          const enough = (best[token]?.loss ?? Number.NaN) + TOLERANCE;
          assert.equal(
            told.neededBudget[token],
            byBudget.findIndex((oracle) => (oracle[token]?.loss ?? Number.NaN) <= enough),
          );

          const taken = router?.modules.join();
          const route = routes.findIndex((modules) => modules.join() === taken);
          assert.equal(told.ownLoss[token], router?.ownLoss ?? Number.NaN);
          assert.equal(told.routerLoss[token], lossOf(route));
          const rival = byBudget[bigOf(routes[route] ?? [])]?.[token]?.loss ?? Number.NaN;
          assert.equal(told.regret[token], lossOf(route) - rival);
          const indices = told.routerModules.slice(token * layers, (token + 1) * layers);
          const wanted = router?.modules.map((module) => MODULES.indexOf(module));
          assert.deepEqual([...indices], wanted ?? new Array<number>(layers).fill(UNKNOWN));
        });
      }),
    );
  });

  it('says what was foreseen of each token, and whether hindsight is measured', () => {
    const analysis = madeUpAnalysis('seen', RUN, { foresight: true });
    const { tokens, hasExpected } = subjectOf(shownOf(analysis), 1);
    assert.ok(hasExpected);
    assert.deepEqual(
      [...tokens.predictedDifficulty],
      Array.from(analysis.tokens, (_, token) => analysis.predictedDifficulty(token)),
    );
    const without = subjectOf(shownOf(madeUpAnalysis('seen')), 1);
    assert.ok(!without.hasExpected && without.tokens.predictedDifficulty.every(Number.isNaN));
  });

  it('says how the router did over all that it has reached', () => {
    fc.assert(
      fc.property(panelCases, ({ analysis, shown, tokens, routes }) => {
        const { router } = subjectOf(shown, 1);
        assert.equal(router?.name, analysis.run.router);
        if (router === null) return;
        const reached = tokens.flatMap((token) => (token.router === null ? [] : [token.router]));
        assert.ok(isClose(router.meanBudget, mean(reached.map(({ modules }) => bigOf(modules)))));
        assert.ok(isClose(router.ownMeanLoss, mean(reached.map(({ ownLoss }) => ownLoss))));
        const inTable = tokens.map((token) => {
          const taken = token.router?.modules.join();
          return token.losses?.[routes.findIndex((modules) => modules.join() === taken)];
        });
        assert.ok(isClose(router.meanLoss, mean(inTable)));
        assert.equal(
          router.usage?.length,
          reached.length === 0 ? undefined : analysis.model.layers,
        );
      }),
    );
  });
});

function naiveKind(surprise: number, difficulty: number): Kind {
  if (surprise < 1) return 'easy';
  return difficulty >= 0.5 ? 'computeHelps' : 'uncertain';
}
