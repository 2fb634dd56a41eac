import { stringify } from 'csv-stringify/sync';
import { hindsightFreeUnder } from '../core/hindsightFree';
import { orNull } from '../core/means';
import { KINDS, neededBudget } from '../core/measures';
import { MODULES } from '../core/module';
import { oracleByBudget } from '../core/oracle';
import { formatModules } from '../core/routes';
import { answerOf, type Answer } from './answer';
import type { Curve } from './curve';
import type { Question } from './question';
import type { Shown } from './shown';
import { subjectOf, UNKNOWN, type RouterFigures, type Subject } from './subject';

const TOKEN_COLUMNS = [
  'index',
  'text',
  'start',
  'end',
  'surprise',
  'difficulty',
  'predictedDifficulty',
  'kind',
  'neededBudget',
  'oracleRoute',
  'oracleLoss',
  'hindsightFreeRoute',
  'hindsightFreeLoss',
  'hindsightFreeExpected',
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
 * The tokens of an analysis as CSV: the numbers of the JSON, the needed budget and the oracle's columns under the question
 * that the answer is for; `hindsightFree` is what was chosen without the answer, and what it was expected to lose. Losses
 * are nats, in the run's context, `routerOwnLoss` that of the router's own run; `start` and `end` are UTF-16 offsets.
 */
export function tokensCsv(
  { analysis, tolerance }: Pick<Shown, 'analysis' | 'tolerance'>,
  { tokens, model }: Subject,
  answer: Answer,
): string {
  const { table, expected } = analysis;
  const { layers, atMost } = answer.constraint;
  const needed = neededBudget(oracleByBudget(table, layers, atMost), tokens.count, tolerance);
  const hindsightFree = expected && hindsightFreeUnder(table, expected, answer.constraint);
  const rows = tokens.texts.map((text, at): TokenRow => {
    const kind = tokens.kinds[at] ?? UNKNOWN;
    const budget = needed[at] ?? -1;
    const route = answer.routes[at] ?? -1;
    const unseen = hindsightFree?.routes[at] ?? -1;
    const modules = tokens.routerModules.subarray(at * model.layers, (at + 1) * model.layers);
    return {
      index: tokens.firstIndex + at,
      text,
      start: tokens.starts[at] ?? null,
      end: tokens.ends[at] ?? null,
      surprise: orNull(tokens.surprise[at]),
      difficulty: orNull(tokens.difficulty[at]),
      predictedDifficulty: orNull(tokens.predictedDifficulty[at]),
      kind: KINDS[kind] ?? null,
      neededBudget: budget < 0 ? null : budget,
      oracleRoute: route < 0 ? null : table.space.format(route),
      oracleLoss: orNull(answer.losses[at]),
      hindsightFreeRoute: unseen < 0 ? null : table.space.format(unseen),
      hindsightFreeLoss: orNull(hindsightFree?.losses[at]),
      hindsightFreeExpected: orNull(expected?.loss(at, unseen)),
      routerRoute: routerRoute(modules),
      routerLoss: orNull(tokens.routerLoss[at]),
      routerOwnLoss: orNull(tokens.ownLoss[at]),
      regret: orNull(tokens.regret[at]),
      allBigLoss: orNull(tokens.bigLoss[at]),
    };
  });
  return csv(TOKEN_COLUMNS, rows);
}

/** Tokens whose rows are made at a time: whoever writes them can do something else in between. */
const ROWS = 256;

/** The same of all tokens, piece by piece, under a question. */
export function* tokensCsvPieces(shown: Shown, question: Question): Generator<string> {
  const { length } = shown.analysis.tokens;
  for (let first = 0; first === 0 || first < length; first += ROWS) {
    const analysis = shown.analysis.slice(first, Math.min(first + ROWS, length));
    const part = { ...shown, analysis };
    const csv = tokensCsv(part, subjectOf(part, 0), answerOf(analysis, question, 0));
    // One header is enough.
    yield first === 0 ? csv : csv.slice(csv.indexOf('\n') + 1);
  }
}

const CURVE_COLUMNS = [
  'series',
  'budget',
  'meanLoss',
  'route',
  'context',
  'bound',
  'layers',
  'advantage',
  'hindsight',
  'hindsightLow',
  'hindsightHigh',
] as const;
type CurveRow = Readonly<Record<(typeof CURVE_COLUMNS)[number], Cell>>;

/** What tells a point from others; the rest of its row is the curve's. */
type Point = Pick<CurveRow, 'series' | 'budget' | 'meanLoss'> & Partial<CurveRow>;

/**
 * Loss against compute as CSV, a row per point: the series by budget under the asked bound and layers, and the points that
 * no question changes, all small, all big and the router. The rows of `hindsightFree` have the nats that the oracle wins over
 * the fixed route (`advantage`), the share of them that is gone (`hindsight`) and its 95 % interval.
 * `budget` is big layers per token, the loss nats per known token.
 */
export function curveCsv(curve: Curve, { router, model }: Subject): string {
  const question = {
    bound: curve.atMost ? 'at most' : 'exactly',
    layers: curve.layers.join(' '),
  };
  const byBudget = (series: string, losses: readonly (number | null)[]): Point[] => {
    return losses.map((meanLoss, budget) => ({ series, budget, meanLoss, ...question }));
  };
  const points: Point[] = [
    ...byBudget('oracle', curve.oracle),
    ...curve.fixed.map(({ route, meanLoss }, budget) => {
      return { series: 'fixed', budget, meanLoss, route, ...question };
    }),
    ...byBudget('random100', curve.random100),
    ...(curve.hindsight ?? []).map(({ budget, meanLoss, advantage, share, interval }) => {
      const [hindsightLow, hindsightHigh] = interval ?? [null, null];
      const measured = { advantage, hindsight: share, hindsightLow, hindsightHigh };
      return { series: 'hindsightFree', budget, meanLoss, ...measured, ...question };
    }),
    ...(curve.small === null ? [] : [{ series: 'allSmall', budget: 0, meanLoss: curve.small }]),
    { series: 'allBig', budget: model.layers, meanLoss: curve.big },
    ...(router === null ? [] : routerPoints(router)),
  ];
  const rest = {
    ...{ route: null, context: curve.context, bound: null, layers: null },
    ...{ advantage: null, hindsight: null, hindsightLow: null, hindsightHigh: null },
  };
  return csv(
    CURVE_COLUMNS,
    points.map((point): CurveRow => ({ ...rest, ...point })),
  );
}

function routerPoints({ meanBudget, meanLoss, ownMeanLoss }: RouterFigures): Point[] {
  return [
    { series: 'router', budget: meanBudget, meanLoss },
    { series: 'routerOwnRun', budget: meanBudget, meanLoss: ownMeanLoss, context: 'own run' },
  ];
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
