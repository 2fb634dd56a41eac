import type { Analysis } from '../../../src/core/analysis';
import type { LossTable } from '../../../src/core/lossTable';

/** All that an analysis says, however its losses lie in memory: two of equal contents are equal to everybody. */
export function everythingOf(analysis: Analysis): unknown {
  const { model, source, run, tokens, windows, table, expected, complete } = analysis;
  return {
    ...{ model, source, run, windows, complete, table: rowsOf(table) },
    expected: expected && rowsOf(expected),
    tokens: tokens.columns(),
    predictions: Array.from(tokens, (_, token) => analysis.predictions(token)),
    predictedDifficulties: analysis.predictedDifficulties,
    routerModules: analysis.routerModules,
    routerRoutes: analysis.routerRoutes,
    ownLosses: analysis.ownLosses,
  };
}

function rowsOf(table: LossTable): (Float32Array | undefined)[] {
  return Array.from({ length: table.tokens }, (_, token) =>
    table.isKnown(token) ? table.row(token) : undefined,
  );
}
