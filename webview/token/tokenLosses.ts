import type { AnalysisRun } from '../../src/core/analysis';
import type { Constraint } from '../../src/core/constraint';
import type { RouteSpace } from '../../src/core/routes';
import type { TokenDetail } from '../../src/panel/tokenDetail';

/** What the charts of a token draw from. */
export interface TokenLosses {
  readonly detail: TokenDetail;
  readonly space: RouteSpace;
  readonly constraint: Constraint;
  readonly context: AnalysisRun['context']['kind'];
}

/** Whether a chart that shows `one` shows `other` as well. */
export function sameLosses(one: TokenLosses | undefined, other: TokenLosses): boolean {
  return one?.detail === other.detail && one.constraint === other.constraint;
}
