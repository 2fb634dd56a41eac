import type { Analysis } from '../core/analysis';
import type { LossTable } from '../core/lossTable';
import type { Steps } from '../core/steps';

const TOKENS_PER_STEP = 10_000;

/** Of an analysis what is known of some of its tokens, row by row. */
export interface KnownTokens {
  readonly table: LossTable;
  readonly expected: LossTable | undefined;
  readonly routerRoutes: Int32Array;
}

/** The tokens whose losses are known: of a long text that has just begun, all that its statistics have to visit. */
export function* knownTokens({ table, expected, routerRoutes }: Analysis): Steps<KnownTokens> {
  if (table.knownCount === table.tokens) return { table, expected, routerRoutes };
  const known = new Int32Array(table.knownCount);
  let count = 0;
  for (let token = 0; token < table.tokens; token++) {
    if (token % TOKENS_PER_STEP === 0) yield;
    if (table.isKnown(token)) known[count++] = token;
  }
  yield;
  const rows = table.only(known);
  yield;
  return {
    table: rows,
    expected: expected?.only(known),
    routerRoutes: known.map((token) => routerRoutes[token] ?? -1),
  };
}
