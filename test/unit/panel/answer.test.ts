import assert from 'node:assert/strict';
import fc from 'fast-check';
import { answerOf } from '../../../src/panel/answer';
import { bigOf } from '../core/naive';
import {
  isClose,
  mean,
  naiveAdmissible,
  naiveHindsightFree,
  naiveOracle,
  panelCases,
} from './cases';

describe('answerOf', () => {
  it('is the oracle under the question, its means and its use of the layers', () => {
    fc.assert(
      fc.property(panelCases, (made) => {
        const { analysis, constraint, tokens, routes } = made;
        const answer = answerOf(analysis, { constraint, asked: true }, 3);
        const oracle = naiveOracle(made, constraint);
        assert.deepEqual([answer.revision, answer.constraint, answer.asked], [3, constraint, true]);
        assert.equal(answer.admissible, naiveAdmissible(made, constraint).length);
        assert.deepEqual(
          [...answer.routes],
          oracle.map(({ route }) => route),
        );
        assert.deepEqual(
          [...answer.losses],
          oracle.map(({ loss }) => loss),
        );
        assert.ok(isClose(answer.meanLoss, mean(oracle.map(({ loss }) => loss))));

        const taken = oracle.map(({ route }) => routes[route]);
        const chosen = taken.filter((route) => route !== undefined);
        assert.ok(isClose(answer.meanBudget, mean(chosen.map(bigOf))));
        assert.equal(answer.usage === null, chosen.length === 0);
        answer.usage?.forEach((shares, layer) => {
          for (const module of ['skip', 'small', 'big'] as const) {
            const share = chosen.filter((route) => route[layer] === module).length / chosen.length;
            assert.ok(isClose(shares[module], share));
          }
        });

        const decisions = tokens.flatMap(({ router }, token) => {
          const route = taken[token];
          if (router === null || route === undefined) return [];
          return router.modules.map((module, layer) => (module === route[layer] ? 1 : 0));
        });
        assert.ok(isClose(answer.agreement, mean(decisions)));
      }),
    );
  });

  it('has beside it what the same question comes to without the answer', () => {
    fc.assert(
      fc.property(panelCases, (made) => {
        const { analysis, constraint, tokens, routes } = made;
        const { hindsightFree, meanLoss } = answerOf(analysis, { constraint, asked: true }, 3);
        const isExpected = tokens.some(({ expected }) => expected !== null);
        assert.equal(hindsightFree !== null, isExpected);
        if (hindsightFree === null) return;
        const chosen = naiveHindsightFree(made, constraint).filter(({ route }) => route >= 0);
        assert.ok(isClose(hindsightFree.meanLoss, mean(chosen.map(({ loss }) => loss))));
        const big = chosen.map(({ route }) => bigOf(routes[route] ?? []));
        assert.ok(isClose(hindsightFree.meanBudget, mean(big)));
        assert.ok((hindsightFree.meanLoss ?? 0) >= (meanLoss ?? 0));
      }),
    );
  });
});
