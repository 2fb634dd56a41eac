import type { Curve } from '../../src/panel/curve';
import { layersInWords, questionInWords } from '../../src/panel/questionInWords';
import type { RerunState } from '../../src/panel/rerun';
import { SERIES, type SeriesName } from '../charts/series';
import type { PanelState } from '../state';

type Losses = readonly (number | null)[];

/** A line through mean losses in nats, by budget from 0. */
export interface CurveLine {
  readonly series: SeriesName;
  readonly label: string;
  readonly losses: Losses;
  /** By budget, where the losses are estimates: the 95 % interval of each, `null` where there is none. */
  readonly band?: readonly (readonly [low: number, high: number] | null)[];
  /** What tells it from another line of its series; `null`: drawn as the series is. */
  readonly variant: 'kept' | null;
}

/**
 * Where a point's loss comes from: the table, the router's own run of the analysis, or a rerun. In the last two the earlier
 * tokens took these routes as well.
 */
export type PointSource = 'table' | 'ownRun' | 'rerun';

/** What took so many big layers on average. */
export interface CurvePoint {
  readonly series: SeriesName;
  readonly label: string;
  readonly budget: number;
  /** Mean loss in nats. */
  readonly loss: number;
  readonly source: PointSource;
}

/** The loss of one route, whatever the budget. */
export interface CurveReference {
  readonly label: 'all big' | 'all small';
  readonly loss: number;
}

export interface CurveData {
  readonly layers: number;
  readonly lines: readonly CurveLine[];
  readonly points: readonly CurvePoint[];
  readonly references: readonly CurveReference[];
  /** Under which the oracle is asked for now; `null`: under none. */
  readonly budget: number | null;
}

/** All there is to draw, most important first. */
export function curveData(
  curve: Curve,
  budget: number | null,
  {
    subject,
    reruns,
    comparison,
    kept,
  }: Pick<PanelState, 'subject' | 'reruns' | 'comparison' | 'kept'>,
): CurveData {
  const keptLabel = kept.find(({ id }) => id === comparison?.id)?.label;
  return {
    layers: curve.oracle.length - 1,
    budget,
    lines: [
      { series: 'oracle', label: 'oracle', losses: curve.oracle, variant: null },
      ...hindsightFreeLine(curve),
      ...lineOf(
        'fixed',
        'fixed route',
        curve.fixed.map(({ meanLoss }) => meanLoss),
        null,
      ),
      ...lineOf('random', 'random-100', curve.random100, null),
      ...lineOf(
        'oracle',
        `kept: ${keptLabel ?? 'oracle'}`,
        comparison?.curve?.oracle ?? null,
        'kept',
      ),
    ],
    points: [...routerPoints(subject), ...reruns.flatMap(rerunPoint)],
    references: [...reference('all big', curve.big), ...reference('all small', curve.small)],
  };
}

function lineOf(
  series: SeriesName,
  label: string,
  losses: Losses | null,
  variant: CurveLine['variant'],
): CurveLine[] {
  return losses?.some((loss) => loss !== null) ? [{ series, label, losses, variant }] : [];
}

function hindsightFreeLine({ oracle, hindsight }: Curve): CurveLine[] {
  if (hindsight === null) return [];
  const losses = hindsight.map(({ meanLoss }) => meanLoss);
  const band = hindsight.map(({ advantage, interval }, budget) => {
    const best = oracle[budget] ?? null;
    if (best === null || advantage === null || interval === null) return null;
    const [low, high] = interval;
    return [best + low * advantage, best + high * advantage] as const;
  });
  const lines = lineOf('hindsightFree', SERIES.hindsightFree.label, losses, null);
  return lines.map((line) => ({ ...line, band }));
}

function routerPoints(subject: PanelState['subject']): CurvePoint[] {
  const router = subject?.router;
  if (router?.meanBudget == null) return [];
  const { name, meanBudget: budget, meanLoss, ownMeanLoss } = router;
  const point = (label: string, loss: number | null, source: PointSource): CurvePoint[] =>
    loss === null ? [] : [{ series: 'router', label, budget, loss, source }];
  return [
    ...point(`router ${name}`, meanLoss, 'table'),
    ...point(`router ${name}, its own run`, ownMeanLoss, 'ownRun'),
  ];
}

function rerunPoint(rerun: RerunState): CurvePoint[] {
  const { request, reached: loss, meanBudget: budget } = rerun;
  if (loss === null || budget === null) return [];
  const series = request.kind === 'self' ? 'oracle' : 'router';
  return [{ series, label: rerunLabel(rerun), budget, loss, source: 'rerun' }];
}

/** With what was asked of it, which the question may no longer be. */
function rerunLabel({ request, constraint }: RerunState): string {
  if (request.kind === 'self') return `rerun of the oracle: ${questionInWords(constraint)}`;
  return `rerun of ${request.router}: ${layersInWords(constraint.layers) ?? 'no layer forced'}`;
}

function reference(label: CurveReference['label'], loss: number | null): CurveReference[] {
  return loss === null ? [] : [{ label, loss }];
}
