import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fixedRoute, meanLosses } from '../../../src/core/fixed';
import { atOnce } from '../../../src/core/steps';
import { cases, satisfies } from './naive';

describe('fixed route', () => {
  it('is the admissible route of lowest mean loss over the known tokens', () => {
    fc.assert(
      fc.property(cases, ({ table, constraint, routes }) => {
        const known = Array.from({ length: table.tokens }, (_, token) => token).filter((token) => {
          return table.isKnown(token);
        });
        const means = routes.map((_, route) => {
          return known.reduce((sum, token) => sum + table.loss(token, route), 0) / known.length;
        });
        const admissible = [...routes.keys()].filter((at) =>
          satisfies(routes[at] ?? [], constraint),
        );
        const [best] = admissible
          .filter(() => known.length > 0)
          .sort((a, b) => (means[a] ?? 0) - (means[b] ?? 0) || a - b);
        const choice = fixedRoute(table.space, atOnce(meanLosses(table)), constraint);
        assert.equal(choice?.route, best);
        assert.equal(choice?.meanLoss, best === undefined ? undefined : means[best]);
      }),
    );
  });
});
