import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Constraint } from '../../../src/core/constraint';
import { Failure } from '../../../src/core/failure';
import { detailOf, type ExpectedRoute, type RouteLoss } from '../../../src/panel/tokenDetail';
import { subjectOf } from '../../../src/panel/subject';
import { madeUpAnalysis } from '../core/madeUpAnalysis';
import {
  naiveAdmissible,
  naiveHindsightFree,
  naiveOracle,
  panelCases,
  TOLERANCE,
  VOCABULARY,
} from './cases';

describe('detailOf', () => {
  it('tells all of a token, and fails where nothing is known of it', () => {
    fc.assert(
      fc.property(panelCases, (made) => {
        const { analysis, shown, constraint, tokens, routes } = made;
        const told = subjectOf(shown, 4).tokens;
        const oracle = naiveOracle(made, constraint);
        tokens.forEach(({ losses, expected, router }, token) => {
          if (losses === null) {
            assert.throws(() => detailOf(shown, constraint, token, 4), Failure);
            return;
          }
          const detail = detailOf(shown, constraint, token, 4);
          const at = (route: number): RouteLoss | null =>
            route < 0 ? null : { route, loss: losses[route] ?? Number.NaN };
          assert.deepEqual([detail.revision, detail.token], [4, token]);
          assert.deepEqual([...detail.losses], losses);
          assert.equal(detail.surprise, told.surprise[token]);
          assert.equal(detail.difficulty, told.difficulty[token]);
          assert.deepEqual(detail.oracle, at(oracle[token]?.route ?? -1));
          assert.deepEqual(detail.big, at(routes.length - 1));
          const small = routes.findIndex((route) => route.every((each) => each === 'small'));
          assert.deepEqual(detail.small, at(small));

          const byBudget = Array.from({ length: analysis.model.layers + 1 }, (_, budget) => {
            return at(naiveOracle(made, { ...constraint, budget })[token]?.route ?? -1);
          });
          assert.deepEqual(detail.byBudget, byBudget);

          const unseen = (asked: Constraint): ExpectedRoute | null => {
            const found = naiveHindsightFree(made, asked)[token];
            return found === undefined || found.route < 0 ? null : found;
          };
          const hindsightFree = expected && {
            asked: unseen(constraint),
            byBudget: byBudget.map((_, budget) => unseen({ ...constraint, budget })),
          };
          assert.deepEqual(detail.hindsightFree, hindsightFree);
          const least = Math.min(...byBudget.map((each) => each?.loss ?? Infinity));
          const needed = byBudget.findIndex((each) => each && each.loss <= least + TOLERANCE);
          assert.equal(detail.neededBudget, needed < 0 ? null : needed);

          const ranked = naiveAdmissible(made, constraint).sort((a, b) => {
            return (losses[a] ?? 0) - (losses[b] ?? 0) || a - b;
          });
          assert.deepEqual(detail.best, ranked.slice(0, 5).map(at));
          const enough = (losses[ranked[0] ?? -1] ?? 0) + TOLERANCE;
          const good = ranked.filter((route) => (losses[route] ?? 99) <= enough);
          assert.deepEqual(detail.nearlyAsGood, {
            count: good.length,
            of: ranked.length,
            tolerance: TOLERANCE,
          });

          const route = routes.findIndex((each) => each.join() === router?.modules.join());
          assert.equal(detail.router === null, router === null);
          assert.deepEqual(detail.router?.modules, router?.modules);
          assert.equal(
            detail.router?.route,
            router === null ? undefined : (at(route)?.route ?? null),
          );
          assert.equal(
            detail.router?.loss,
            router === null ? undefined : (at(route)?.loss ?? null),
          );
          assert.equal(detail.router?.ownLoss, router?.ownLoss);
          assert.equal(
            detail.router?.regret ?? Number.NaN,
            router === null ? Number.NaN : told.regret[token],
          );
        });
      }),
    );
  });

  it('tells what all layers big expected, and whether that came', () => {
    const analysis = madeUpAnalysis('ab');
    analysis.apply({
      kind: 'predictions',
      first: 1,
      ids: Int32Array.of(5, 'b'.charCodeAt(0), 7, 8, 9),
      logProbabilities: Float32Array.of(-1, -2, -3, -4, -5),
    });
    const shown = {
      analysis,
      vocabulary: VOCABULARY,
      provider: 'cpu',
      timing: null,
      tolerance: TOLERANCE,
    };
    const constraint = { budget: 1, atMost: false, layers: ['auto', 'auto', 'auto'] as const };
    const { predictions } = detailOf(shown, constraint, 1, 1);
    assert.deepEqual(
      predictions.map(({ text, actual }) => [text, actual]),
      [
        ['<5>', false],
        ['<98>', true],
        ['<7>', false],
        ['<8>', false],
        ['<9>', false],
      ],
    );
    assert.ok(Math.abs((predictions[1]?.probability ?? 0) - Math.exp(-2)) < 1e-6);
    assert.deepEqual(detailOf(shown, constraint, 0, 1).predictions, []);
  });

  it('fails for tokens that are not there', () => {
    fc.assert(
      fc.property(panelCases, ({ shown, constraint, tokens }) => {
        assert.throws(() => detailOf(shown, constraint, tokens.length, 1), /not known yet/);
        assert.throws(() => detailOf(shown, constraint, -1, 1), Failure);
      }),
    );
  });
});
