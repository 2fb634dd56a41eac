import type { Curve } from '../../src/panel/curve';
import type { RerunState } from '../../src/panel/rerun';
import type { SeriesName } from '../charts/series';
import type { PanelState } from '../state';

type Losses = readonly (number | null)[];

/** A line through mean losses in nats, by budget from 0. */
export interface CurveLine {
  readonly series: SeriesName;
  readonly label: string;
  readonly losses: Losses;
  /** What tells it from another line of its series; `null`: drawn as the series is. */
  readonly variant: 'hindsightFree' | 'kept' | null;
}

/** What took so many big layers on average. */
export interface CurvePoint {
  readonly series: SeriesName;
  readonly label: string;
  readonly budget: number;
  /** Mean loss in nats. */
  readonly loss: number;
  /** Of a run in which the earlier tokens took these routes as well, so it is no loss of the table. */
  readonly ownRun: boolean;
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
      ...lineOf('oracle', 'oracle without hindsight', curve.hindsightFree, 'hindsightFree'),
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

function routerPoints(subject: PanelState['subject']): CurvePoint[] {
  const router = subject?.router;
  if (router?.meanBudget == null) return [];
  const { name, meanBudget: budget, meanLoss, ownMeanLoss } = router;
  const point = (label: string, loss: number | null, ownRun: boolean): CurvePoint[] =>
    loss === null ? [] : [{ series: 'router', label, budget, loss, ownRun }];
  return [
    ...point(`router ${name}`, meanLoss, false),
    ...point(`router ${name}, its own run`, ownMeanLoss, true),
  ];
}

function rerunPoint({ request, reached: loss, meanBudget: budget }: RerunState): CurvePoint[] {
  if (loss === null || budget === null) return [];
  return request.kind === 'self'
    ? [{ series: 'oracle', label: 'oracle, reached in self context', budget, loss, ownRun: true }]
    : [{ series: 'router', label: `rerun of ${request.router}`, budget, loss, ownRun: true }];
}

function reference(label: CurveReference['label'], loss: number | null): CurveReference[] {
  return loss === null ? [] : [{ label, loss }];
}
