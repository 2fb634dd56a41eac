import { stringify } from 'csv-stringify/sync';
import type { Analysis } from '../core/analysis';
import { KINDS } from '../core/measures';
import { MODULES } from '../core/module';
import { formatModules } from '../core/routes';
import type { Answer } from './answer';
import type { Curve } from './curve';
import { UNKNOWN, type Subject } from './subject';

const TOKEN_COLUMNS = [
  'index',
  'text',
  'start',
  'end',
  'surprise',
  'difficulty',
  'kind',
  'neededBudget',
  'oracleRoute',
  'oracleLoss',
  'routerRoute',
  'routerLoss',
  'routerOwnLoss',
  'regret',
  'allBigLoss',
] as const;
type TokenRow = Readonly<Record<(typeof TOKEN_COLUMNS)[number], Cell>>;

/** Empty where there is no value. */
type Cell = string | number | null;

/**
 * The tokens of an analysis as CSV, the oracle's columns under the question that the answer is for. Losses are nats, in the
 * run's context, `routerOwnLoss` that of the router's own run; `start` and `end` are UTF-16 offsets.
 */
export function tokensCsv({ table }: Analysis, { tokens, model }: Subject, answer: Answer): string {
  const { space } = table;
  const rows = tokens.texts.map((text, at): TokenRow => {
    const kind = tokens.kinds[at] ?? UNKNOWN;
    const neededBudget = tokens.neededBudget[at] ?? -1;
    const route = answer.routes[at] ?? -1;
    const modules = tokens.routerModules.subarray(at * model.layers, (at + 1) * model.layers);
    return {
      index: tokens.firstIndex + at,
      text,
      start: tokens.starts[at] ?? null,
      end: tokens.ends[at] ?? null,
      surprise: orEmpty(tokens.surprise[at]),
      difficulty: orEmpty(tokens.difficulty[at]),
      kind: KINDS[kind] ?? null,
      neededBudget: neededBudget < 0 ? null : neededBudget,
      oracleRoute: route < 0 ? null : space.format(route),
      oracleLoss: orEmpty(answer.losses[at]),
      routerRoute: routerRoute(modules),
      routerLoss: orEmpty(tokens.routerLoss[at]),
      routerOwnLoss: orEmpty(tokens.ownLoss[at]),
      regret: orEmpty(tokens.regret[at]),
      allBigLoss: orEmpty(tokens.bigLoss[at]),
    };
  });
  return csv(TOKEN_COLUMNS, rows);
}

const CURVE_COLUMNS = [
  'budget',
  'context',
  'atMost',
  'oracleMeanLoss',
  'fixedMeanLoss',
  'fixedRoute',
  'random100MeanLoss',
  'hindsightFreeMeanLoss',
] as const;
type CurveRow = Readonly<Record<(typeof CURVE_COLUMNS)[number], Cell>>;

/** The mean losses by budget as CSV: nats per known token. */
export function curveCsv(curve: Curve): string {
  const rows = curve.oracle.map((oracleMeanLoss, budget): CurveRow => {
    const fixed = curve.fixed[budget];
    return {
      budget,
      context: curve.context,
      atMost: String(curve.atMost),
      oracleMeanLoss,
      fixedMeanLoss: fixed?.meanLoss ?? null,
      fixedRoute: fixed?.route ?? null,
      random100MeanLoss: curve.random100[budget] ?? null,
      hindsightFreeMeanLoss: curve.hindsightFree?.[budget] ?? null,
    };
  });
  return csv(CURVE_COLUMNS, rows);
}

/** Text that a spreadsheet would run as a formula (`=`, `+`, `-`, `@` first) gets an apostrophe before it. */
function csv(columns: readonly string[], rows: readonly object[]): string {
  return stringify([...rows], { header: true, columns: [...columns], escape_formulas: true });
}

/** `null`: the router did not run or has not reached the token. */
function routerRoute(modules: Uint8Array): string | null {
  if (modules.includes(UNKNOWN)) return null;
  return formatModules(Array.from(modules, (choice) => MODULES[choice] ?? 'skip'));
}

function orEmpty(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}
